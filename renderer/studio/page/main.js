// Which view is shown: the films, or one film. The address says it, so that "back" works.

import * as api from "./api.js";
import { byId, dismissErrors, h, keepFocus, loadMessages, toast, tr } from "./dom.js";
import { filmListView } from "./film_list.js";
import { filmView } from "./film_view.js";

let view = null;
let studio = null;
let turns = 0;
const leaving = [];  // views that stand there until the next one is made
let missed = [];  // news while a view is on its way: it may have asked before they came

export function address() {
  const asked = new URLSearchParams(location.hash.slice(1));
  return { film: asked.get("film"), slide: asked.get("slide"), tab: asked.get("tab") || "film" };
}

/** The page shows this now, and nothing of what it showed before: no window over it, no film that can be acted on. */
function put(...parts) {
  closeDialogs();
  for (const { film } of leaving.splice(0)) film?.leaveForGood();
  byId("app").replaceChildren(...parts);
}

const closeDialogs = () => { for (const box of document.querySelectorAll("dialog[open]")) box.close(); };

async function show() {
  const wanted = address();
  closeDialogs();  // they belong to what one leaves
  if (view?.film?.id === wanted.film && wanted.film) { view.go(wanted); return; }
  const left = view?.film?.id;
  view?.leave?.();
  if (view) leaving.push(view);
  view = null;
  dismissErrors();
  const turn = (turns += 1);
  missed = [];
  try {
    const made = wanted.film ? await filmView(studio, wanted) : await filmListView(studio);
    // Somebody who goes on before a film is there wants the next one.
    if (turn !== turns) { made.leave?.(); return; }
    view = made;
  } catch (error) {
    if (turn !== turns) return;
    if (wanted.film && error.status === 404) { location.hash = ""; return; }
    put(h("main", { className: "alone" }, h("h1", {}, "Récit"),
      h("p", { role: "alert" }, error.message), h("a", { href: "#" }, tr("All films"))));
    return;
  }
  put(...view.parts);
  view.shown?.(left);
  for (const news of missed) view.receive?.(news);
}

let lost = null;

function receive(news) {
  if (news.kind === "bye" || news.kind === "lost") {
    const said = news.anew
      ? tr("The studio was started again. Open the address that it prints, in this browser: this page then goes on by itself. What you type is kept here meanwhile.")
      : tr("The studio isn't running: start it again. What you type is kept here meanwhile.");
    if (!lost?.isConnected || lost.said !== said) { lost?.remove(); lost = Object.assign(toast(said, { wrong: true }), { said }); lost.classList.add("lasting"); }
  } else if (lost) { lost.remove(); lost = null; if (news.kind !== "open") view?.receive?.({ kind: "open" }); }
  if (view) view.receive?.(news);
  else missed.push(news);
}

try {
  studio = await api.start();
  await loadMessages(import.meta.url, studio.tongue);
  keepFocus();
  window.addEventListener("hashchange", show);
  // A file that is dropped beside its place would be opened in place of the page.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
  studio.tell = api.listen(receive);
  await show();
} catch (error) {
  byId("app").replaceChildren(h("main", { className: "alone" }, h("h1", {}, "Récit"), h("p", { role: "alert" }, error.message)));
}
