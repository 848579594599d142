// The file says something else than the page thought: both side by side, and the person chooses.

import { announce, dialog, h, toast, tr } from "./dom.js";

export function conflict(film, { theirs, yours, digest }) {
  if (document.querySelector("dialog.conflict")) return;
  if (typeof theirs !== "string" || typeof yours !== "string") { film.refresh(); toast(tr("The film was changed elsewhere; this page shows it as it is now.")); return; }
  const [left, right] = sides(theirs, yours);
  const box = dialog(tr("The file was changed elsewhere"),
    h("p", {}, tr("While you were writing, something else changed the same place of the file. Nothing has been lost: choose which one goes on.")),
    h("div", { className: "sides" },
      h("section", {}, h("h3", {}, tr("In the file now")), left, h("button", { onclick: () => take(null) }, tr("Go on with this one"))),
      h("section", {}, h("h3", {}, tr("With what you wrote")), right, h("button", { onclick: () => take(yours) }, tr("Go on with mine")))));
  box.classList.add("conflict", "wide");

  async function take(text) {
    box.close();
    if (text === null) await film.refresh();
    else if (await film.saveText(text, digest)) await film.refresh();
    announce(tr("Chosen"));
  }
}

/** The lines that differ, with three around them. */
function sides(theirs, yours) {
  const [left, right] = [theirs.split("\n"), yours.split("\n")];
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < Math.min(left.length, right.length) - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const around = (lines) => h("pre", { className: "code", tabIndex: 0 }, lines.slice(Math.max(0, start - 3), lines.length - end + 3).map((line, index) => {
    const number = Math.max(0, start - 3) + index;
    const differs = number >= start && number < lines.length - end;
    return h(differs ? "mark" : "span", {}, `${line}\n`);
  }));
  return [around(left), around(right)];
}
