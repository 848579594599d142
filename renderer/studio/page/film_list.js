// The list of films, and a new one.

import * as api from "./api.js";
import { ask as confirmed, clock, confirm, dialog, h, icon, labelled, latest, toast, tr, trn } from "./dom.js";
import { difference } from "./tabs.js";

const MOST_TOLD = 8;  // sentences of each sort: what fits a window

const STATES = {
  ok: () => tr("Up to date"),
  changed: () => tr("Changed since it was published"),
  new: () => tr("Not published yet"),
};

export async function filmListView(studio) {
  document.title = tr("Films — Récit");
  const list = h("ul", { className: "films", role: "list" });
  const empty = h("p", { className: "empty" }, tr("There is no film here yet. Make the first one: a title is enough to begin."));
  const input = h("input", { type: "file", hidden: true, accept: ".docx,.odt,.pptx,.odp,.html,.htm,.md,.txt",
    multiple: true, onchange: async () => { await bringIn(input.files); input.value = ""; } });
  const main = h("main", { className: "library" },
    h("div", { className: "row between" }, h("h1", { tabIndex: -1 }, tr("Films")),
      h("div", { className: "row" }, input,
        h("button", { onclick: () => input.click() }, tr("Import a text")),
        h("button", { className: "main", onclick: ask }, tr("New film")))),
    empty, list);
  // Beside the list and under it too: nobody aims at a page.
  window.addEventListener("drop", function take(event) {
    if (main.isConnected) bringIn(event.dataTransfer.files);
    else window.removeEventListener("drop", take);
  });

  const published = new Set();  // films that are being published
  const fill = latest(() => Promise.all([api.films(), api.jobs()]), ([{ films }, { jobs }]) => {
    published.clear();
    for (const job of jobs) if (publishes(job)) published.add(job.film);
    list.replaceChildren(...films.map((film) => card(film, published.has(film.film))));
    empty.hidden = films.length > 0;
  });
  await fill();
  return {
    parts: [h("header", { className: "bar" }, h("p", { className: "brand" }, "Récit"),
      h("p", { className: "quiet" }, studio.project), studio.who ? h("p", {}, studio.who) : ""), main],
    // Who comes out of a film stands at that film.
    shown: (left) => (list.querySelector(`a[href="#film=${left}"]`) ?? main.querySelector("h1")).focus({ preventScroll: !left }),
    receive: (news) => {
      const begun = news.job?.kind === "publish" && publishes(news.job) !== published.has(news.job.film);
      if (["films", "film", "open"].includes(news.kind) || news.job?.state === "done" || begun) fill();
    },
  };
}

const publishes = ({ kind, state }) => kind === "publish" && ["waiting", "running"].includes(state);

function card(film, published) {
  const state = published ? tr("Being published…") : film.state === "mistakes"
    ? trn("{count} mistake", "{count} mistakes", film.mistakes) : STATES[film.state]();
  const facts = [trn("{count} slide", "{count} slides", film.slides)];
  if (film.seconds) facts.unshift(clock(film.seconds));
  if (film.to_check) facts.push(trn("{count} point to check", "{count} points to check", film.to_check));
  return h("li", { className: "card" },
    h("div", { className: "poster" }, film.poster ? h("img", { src: film.poster, alt: "", loading: "lazy" })
      : h("span", { aria: { hidden: true } }, film.title.slice(0, 1))),
    h("h2", { lang: film.language }, h("a", { href: `#film=${film.film}` }, film.title)),
    h("p", { className: "quiet" }, facts.join(" · ")),
    h("p", { className: `state ${film.state}` }, state),
    h("button", { className: "quiet discard", title: tr("Move “{title}” to the trash", film), aria: { label: tr("Move “{title}” to the trash", film) }, onclick: () => discard(film) }, icon("bin")));
}

/** A film that was only tried: its text goes, and comes back. */
async function discard({ film, title }) {
  if (!await confirmed(tr("Move this film to the trash?"), tr("The text of “{title}” goes to the folder trash/ of the project: nothing is deleted. Its pictures stay in media/, and what was published stays where it is.", { title }), tr("Move to the trash"))) return;
  const { discard: away, bringBack } = api.filmApi(film);
  try {
    const { lot, place } = await away();
    const told = toast(tr("“{title}” is in {place} now.", { title, place }), { action: h("button", { onclick: async () => {
      told.remove();
      await bringBack(lot).catch((error) => toast(error.message, { wrong: true }));
    } }, tr("Undo")) });
  } catch (error) { toast(error.message, { wrong: true }); }
}

/** Documents become films, or their changes go into those that they made. One is opened; several are listed. */
async function bringIn(chosen) {
  const files = [...chosen];
  for (const file of files) {
    const reading = toast(tr("Reading {name}…", { name: file.name }), { lasts: true });
    try {
      let told = await api.importText(file);
      if (told.asks) {
        if (!await agreed(told)) continue;
        told = await api.importText(file, true);
      }
      const { film, report } = told;
      toast(toCheck(report, told.title && !told.is_changed ? tr("“{title}” has this text already: nothing was changed.", told) : ""));
      const open = report.to_check + report.still_to_check > 0 ? "&tab=check" : "";
      if (files.length === 1) location.hash = `film=${film}${open}`;
    } catch (error) { toast(error.message, { wrong: true }); } finally { reading.remove(); }
  }
}

/** What a text would change in the film that was made of it, before it does. */
function agreed({ title, report }) {
  const parts = [[tr("Other words"), report.changed], [tr("New"), report.new], [tr("Gone from the text; it stays in the film, marked"), report.gone],
    [tr("Elsewhere in the text; the film's order stays"), report.moved], [tr("Changed by you as well; your words stay, the text's are marked"), report.conflicts]];
  const lines = parts.filter(([, all]) => all.length).flatMap(([said, all]) => [h("h3", {}, `${said} (${all.length})`),
    h("ul", { className: "reasons" }, all.slice(0, MOST_TOLD).map(({ was, now }) => h("li", {}, ...difference(was, now))), all.length > MOST_TOLD ? h("li", {}, "…") : null)]);
  return confirm(tr("Bring this text into “{title}”?", { title }), tr("Bring it in"),
    h("p", {}, tr("That film was made of this text. What you have written in it yourself stays; one step back, in the film, takes all of it out again.")),
    ...lines.length ? lines : [h("p", {}, tr("Only pictures, or what stands with them, change."))]);
}

/** What an import leaves to be checked, new and of before. */
function toCheck({ to_check: fresh, still_to_check: old }, same) {
  const before = trn("{count} point of before is still to be checked.", "{count} points of before are still to be checked.", old);
  if (fresh === 0) return old ? `${same || tr("Nothing new to check.")} ${before}` : same || tr("Nothing to check in the text.");
  const told = trn("{count} point to check, under “To check”.", "{count} points to check, under “To check”.", fresh);
  return old ? `${told} ${before}` : told;
}

function ask() {
  const title = h("input", { required: true, maxLength: 200, autocomplete: "off" });
  const form = h("form", { onsubmit: make },
    labelled(tr("Title of the film"), title, tr("It can be changed later.")),
    h("div", { className: "row end" }, h("button", { className: "main" }, tr("Make the film"))));
  const box = dialog(tr("New film"), form);
  title.focus();

  async function make(event) {
    event.preventDefault();
    try {
      const made = await api.newFilm(title.value.trim());
      box.close();
      location.hash = `film=${made.film}`;
    } catch (error) { toast(error.message, { wrong: true }); }
  }
}
