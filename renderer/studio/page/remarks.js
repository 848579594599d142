// What an import left to be checked: read from the file's own comments, taken out of it once it is checked.

import { announce, h, newId, reconcile, tr, trn } from "./dom.js";
import { called } from "./slides.js";
import { sentence } from "./wording.js";

const edit = (op, { slide, why }) => ({ op, slide, why });
const keyOf = (remark) => JSON.stringify([remark.slide, remark.why]);

/** One remark with what can be done about it. */
function item(film) {
  const said = h("p", { id: newId() });
  const row = h("div", { className: "row" });
  const node = h("li", { className: "remark" }, said, row);
  const does = async (op, told) => { if (await film.edit(edit(op, node.remark))) announce(told); };
  const about = { describedby: said.id };  // one of several buttons of the same name
  const checked = h("button", { aria: about, onclick: () => does("remark-checked", tr("Checked")) }, tr("Checked"));
  const take = h("button", { aria: about, onclick: () => does("remark-taken", tr("The map is shown")) }, tr("Show this map"));
  row.append(take, checked);
  return Object.assign(node, { said, row, take });
}

function tell(node, remark) {
  node.remark = remark;
  node.said.textContent = sentence(remark.why);
  node.take.hidden = remark.proposes !== "map";
}

/** The remarks of one slide, where its text is. */
export function remarksOf(film) {
  const list = h("ul", { className: "remarks", role: "list", aria: { label: tr("To check") }, hidden: true });
  return Object.assign(list, { tell(slide) {
    const own = film.remarks.filter((one) => one.slide === slide);
    list.hidden = own.length === 0;
    reconcile(list, own, keyOf, () => item(film), tell);
  } });
}

/** All that is still to be checked, slide by slide. */
export function checkTab(film) {
  const lead = h("p", { className: "lead", role: "status" });
  const list = h("ul", { className: "remarks", role: "list" });
  const draw = () => {
    const { remarks } = film;
    lead.textContent = remarks.length === 0 ? tr("Everything that the import asked for is checked.")
      : trn("{count} point is to be checked. Press “Checked” once it is right: the remark goes out of the file, and can be brought back by “Undo”.",
        "{count} points are to be checked. Press “Checked” once one is right: its remark goes out of the file, and can be brought back by “Undo”.", remarks.length);
    reconcile(list, remarks, keyOf, () => {
      const node = item(film);
      node.where = h("h3", {});
      node.prepend(node.where);
      return node;
    }, (node, remark) => {
      tell(node, remark);
      const slide = film.slides[remark.slide];
      const where = slide ? `${slide.index + 1} · ${called(slide)}` : tr("The whole film");
      if (node.where.textContent !== where) node.where.textContent = where;
      node.where.lang = slide ? film.language : "";
      node.go?.remove();
      if (!slide) return;
      node.go = h("a", { href: `#film=${film.id}&slide=${encodeURIComponent(slide.id)}` }, tr("Go to slide {number}", { number: slide.index + 1 }));
      node.row.prepend(node.go);
    });
  };
  draw();
  film.addEventListener("change", draw);
  return { parts: [h("h2", {}, tr("To check")), lead, list], leave: () => film.removeEventListener("change", draw) };
}
