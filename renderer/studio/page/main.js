// Which view is shown: the films, or one film. The address says it, so that "back" works.

import * as api from "./api.js";
import { byId, calm, h, keepFocus, learnWords, toast, tr } from "./dom.js";
import { filmsView } from "./films.js";
import { filmView } from "./view.js";

let view = null;
let studio = null;
let turns = 0;
let missed = [];  // news while a view is on its way: it may have asked before they came

export function address() {
  const asked = new URLSearchParams(location.hash.slice(1));
  return { film: asked.get("film"), slide: asked.get("slide"), tab: asked.get("tab") ?? "film" };
}

async function show() {
  const wanted = address();
  if (view?.film?.id === wanted.film && wanted.film) { view.go(wanted); return; }
  view?.leave?.();
  view = null;
  calm();
  const turn = (turns += 1);
  missed = [];
  try {
    const made = wanted.film ? await filmView(studio, wanted) : await filmsView(studio);
    // Somebody who goes on before a film is there wants the next one.
    if (turn !== turns) { made.leave?.(); return; }
    view = made;
  } catch (error) {
    if (turn !== turns) return;
    if (wanted.film && error.status === 404) { location.hash = ""; return; }
    byId("app").replaceChildren(h("main", { className: "alone" }, h("h1", {}, "Récit"),
      h("p", { role: "alert" }, error.message), h("a", { href: "#" }, tr("All films"))));
    return;
  }
  byId("app").replaceChildren(...view.parts);
  view.shown?.();
  for (const news of missed) view.hear?.(news);
}

let lost = null;

function hear(news) {
  if (news.kind === "bye" || news.kind === "lost") {
    const said = news.anew
      ? tr("The studio was started again. Open the address that it prints, in this browser: this page then goes on by itself. What you type is kept here meanwhile.")
      : tr("The studio isn't running: start it again. What you type is kept here meanwhile.");
    if (!lost?.isConnected || lost.said !== said) { lost?.remove(); lost = Object.assign(toast(said, { wrong: true }), { said }); }
  } else if (lost) { lost.remove(); lost = null; if (news.kind !== "open") view?.hear?.({ kind: "open" }); }
  if (view) view.hear?.(news);
  else missed.push(news);
}

try {
  studio = await api.start();
  await learnWords(import.meta.url, studio.tongue);
  keepFocus();
  window.addEventListener("hashchange", show);
  // A file that is dropped beside its place would be opened in place of the page.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
  studio.tell = api.listen(hear);
  await show();
} catch (error) {
  byId("app").replaceChildren(h("main", { className: "alone" }, h("h1", {}, "Récit"), h("p", { role: "alert" }, error.message)));
}
