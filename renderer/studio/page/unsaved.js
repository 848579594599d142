// Words that aren't in the file: why, and what can be done with them. Nothing that was typed goes away
// unless the person lets it go.

import { announce, dialog, h, toast, tr } from "./dom.js";
import { named } from "./wording.js";

/** The notice under the head of the page, one line for each text that the file hasn't got. */
export class Unsaved {
  constructor(film, cursor, open) {
    Object.assign(this, { film, cursor, open });
    this.list = h("ul", { role: "list" });
    this.node = h("section", { className: "notice wrong unsaved", role: "alert", hidden: true, aria: { label: tr("Not in the file") } }, this.list);
    film.addEventListener("kept", ({ detail }) => {
      this.draw();
      if (detail.fresh && film.kept.get(detail.key)?.why === "met") this.choose(detail.key);
    });
    film.addEventListener("change", () => { if (film.kept.size) this.draw(); });
    this.draw();
  }

  draw() {
    const { film } = this;
    this.node.hidden = film.kept.size === 0;
    const held = this.node.contains(document.activeElement);
    const same = JSON.stringify([...film.kept].map(([key, { why, message, edits }]) => [key, why, message, film.slides[edits[0]?.slide]?.index]));
    if (this.shown === same) return;
    this.shown = same;
    this.list.replaceChildren(...[...film.kept].map(([key, entry]) => h("li", { data: { key } }, h("p", {}, this.#told(entry)),
      h("div", { className: "row" }, this.#ways(key, entry)))));
    if (held) (this.list.querySelector("button") ?? document.querySelector("h1"))?.focus();
  }

  #told({ why, message, edits, slide }) {
    const [edit] = edits;
    if (why === "gone") {
      const name = slide ? slide.index + 1 : edit.slide;
      return edits.length ? tr("Slide {name}, in which you were writing, was deleted elsewhere. Your words are kept here.", { name })
        : tr("Slide {name}, in which you were, was deleted elsewhere.", { name });
    }
    const where = edit.slide === null ? named(edit.path.at(-1))
      : tr("slide {number}, {field}", { number: (this.film.slides[edit.slide]?.index ?? 0) + 1, field: named(edit.path.at(-1)) });
    return why === "met" ? tr("Not in the file: {where}. Somebody else has changed the same words.", { where })
      : tr("Not in the file: {where}. {why}", { where, why: message });
  }

  #ways(key, { why, edits, slide }) {
    const button = (said, does) => h("button", { onclick: does }, said);
    const here = edits[0] && edits[0].slide !== null && this.film.slides[edits[0].slide];
    return [
      why === "met" ? button(tr("Choose…"), () => this.choose(key)) : null,
      why === "refused" && here ? button(tr("Go there"), () => this.#go(edits[0])) : null,
      why === "gone" && slide?.kind && slide.kind !== "clip" ? button(tr("Put the slide back"), async () => {
        const id = await this.film.putBack(key);
        if (id) this.cursor.moveTo(id, { from: "new" });
      }) : null,
      button(tr("Copy the words"), (event) => copy(event.currentTarget, this.#words(edits, slide))),
      button(tr("Let them go"), () => this.film.leave(key)),
    ].filter(Boolean);
  }

  #words(edits, slide) {
    const typed = new Map(edits.map(({ path, value }) => [path.join("."), value ?? ""]));
    for (const name of ["caption", "narration"]) if (slide && !typed.has(name) && typeof slide[name] === "string") typed.set(name, slide[name]);
    return [...typed.values()].filter((text) => typeof text === "string" && text).join("\n\n");
  }

  async #go({ slide, path }) {
    await this.open();
    this.cursor.moveTo(slide, { from: "list" });
    document.querySelector(`.block[data-key="${CSS.escape(slide)}"] .${CSS.escape(path[0])}`)?.focus();
  }

  /** Two texts of one place, by their sentences; nothing is decided by leaving. */
  choose(key) {
    if (document.querySelector("dialog.conflict") || this.film.isLeft || !this.film.kept.has(key)) return;
    const { theirs, mine } = this.film.sides(key);
    const [left, right] = byParts(said(theirs), said(mine), /(?<=[.!?…»]["”]?)\s+/, " ");
    asked([h("div", { className: "prose", tabIndex: 0, lang: this.film.language }, left), h("div", { className: "prose", tabIndex: 0, lang: this.film.language }, right)], async (own) => {
      await this.film.choose(key, own);
      announce(tr("Chosen"));
    });
  }
}

/** Two texts of the whole file. */
export function conflict(film, { theirs, yours, digest }) {
  if (document.querySelector("dialog.conflict") || film.isLeft) return;
  if (typeof theirs !== "string" || typeof yours !== "string") { film.refresh(); toast(tr("The film was changed elsewhere; this page shows it as it is now.")); return; }
  const [left, right] = byParts(theirs, yours, "\n", "\n", 3);
  asked([h("pre", { className: "code", tabIndex: 0 }, left), h("pre", { className: "code", tabIndex: 0 }, right)], async (own) => {
    // The text that isn't kept is a step of its own: undo brings it back.
    if (await film.saveText(yours, digest) && !own) await film.saveText(theirs);
    await film.refresh();
    announce(tr("Chosen"));
  });
}

function asked([left, right], take) {
  const side = (title, text, button, own) => h("section", {}, h("h3", {}, title), h("div", { className: "row" },
    h("button", { className: "main", onclick: () => { box.close(); take(own); } }, button)), text);
  const box = dialog(tr("The file was changed elsewhere"),
    h("p", {}, tr("While you were writing, something else changed the same place of the file. Nothing has been lost: choose which one goes on. “Undo” brings the other one back.")),
    h("div", { className: "sides" }, side(tr("In the file now"), left, tr("Go on with this one"), false),
      side(tr("With what you wrote"), right, tr("Go on with mine"), true)));
  box.classList.add("conflict", "wide");
  // A person who types on presses no button.
  const heading = box.querySelector("h2");
  heading.tabIndex = -1;
  heading.focus();
}

const said = (value) => (value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));

/** The parts of two texts that differ, marked; of what is alike before and after, *around* parts (all, if none is named). */
function byParts(one, other, at, between, around = Infinity) {
  const [left, right] = [one.split(at), other.split(at)];
  let start = 0;
  while (start < Math.min(left.length, right.length) && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < Math.min(left.length, right.length) - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  return [[left, right], [right, left]].map(([parts, others]) => parts.flatMap((part, index) => {
    if (index < start - around || index >= parts.length - end + around) return [];
    const differs = index >= start && index < parts.length - end && !(around === Infinity && others.includes(part));
    return h(differs ? "mark" : "span", {}, `${part}${between}`);
  }));
}

async function copy(button, text) {
  try { await navigator.clipboard.writeText(text); } catch {
    const area = h("textarea", { value: text });
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  announce(tr("Copied"));
}
