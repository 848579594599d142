// What lies in media/ and is used nowhere: shown, chosen, set aside in the project's trash as one step.

import { h, newId, tr, trn, statusLine } from "./dom.js";

const KIND = { picture: () => tr("picture"), film: () => tr("film"), sound: () => tr("sound") };
const A_MEGABYTE = 1e6;

/** The part of the rights that is about these files: {node, fill(), leave()}. */
export function leftovers(film) {
  const list = h("ul", { className: "leftovers", role: "list" });
  const lead = h("p", { className: "hint", id: newId() });
  const told = statusLine();
  const moving = h("button", { type: "button", onclick: () => move() }, tr("Move to the trash"));
  const every = h("input", { type: "checkbox", onchange: () => { for (const box of boxes()) box.checked = every.checked; } });
  const tools = h("div", { className: "row" }, h("label", { className: "choice" }, every, tr("all of them")), moving);
  const node = h("section", { className: "unused", aria: { label: tr("Used nowhere") } },
    h("h3", { tabIndex: -1 }, tr("Used nowhere")), lead, list, tools, told);
  // "Undo" takes back the last step: of another one it isn't said here.
  let after = film.digest;
  const changed = () => { if (film.digest !== after) told.say(""); };
  film.addEventListener("change", changed);
  const boxes = () => [...list.querySelectorAll("input")];

  async function fill() {
    const { files, why } = await film.api.leftovers();
    const chosen = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
    list.hidden = tools.hidden = files.length === 0;
    lead.textContent = why || (files.length ? tr("No film of the project names these files of media/ any more. The trash is the folder trash/ of the project: nothing is deleted.")
      : tr("Every picture, film and sound in media/ is used by a film of the project."));
    list.replaceChildren(...files.map(({ name, kind, bytes }) => h("li", {}, h("label", {},
      h("input", { type: "checkbox", value: name, checked: chosen.has(name) }),
      kind === "picture" ? h("img", { src: film.api.mediaAddress(name), alt: "", loading: "lazy", width: 96, height: 64 }) : null,
      h("span", {}, name, h("span", { className: "hint" }, ` ${KIND[kind]()}, ${size(bytes)}`))))));
  }

  async function move() {
    const names = boxes().filter((box) => box.checked).map((box) => box.value);
    if (!names.length) { told.say(tr("Choose a file first."), { wrong: true }); return; }
    const change = await film.setAside(names);
    if (!change) { await fill(); return; }
    const said = trn("{count} file is in {place} now.", "{count} files are in {place} now.", names.length, { place: change.lot });
    every.checked = false;
    after = film.digest;
    await fill();
    if (film.digest !== after) return;
    told.say(said, { action: h("button", { type: "button", onclick: async () => {
      if (!await film.undoLast()) return;
      told.say("");
      await fill();
      node.querySelector("h3").focus();
    } }, tr("Undo")) });
    node.querySelector("h3").focus();
  }

  return { node, fill, leave: () => film.removeEventListener("change", changed) };
}

const size = (bytes) => tr("{count} MB", { count: new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(Math.max(0.1, bytes / A_MEGABYTE)) });
