// The name of a place on a map: places that are known are offered as it is typed, and put where they are.

import * as api from "./api.js";
import { told } from "./coordinates.js";
import { announce, debounce, h, latest, newId, tr } from "./dom.js";
import { projected } from "./map.js";
import { UNWRITTEN } from "./wording.js";

const ASK_MS = 150;  // between two keys of who types fast

/** *field*, the name of the place at *path*, with what is known of it. */
export function placeName(preview, field, path) {
  const { film, fields, slide } = preview;
  const control = field.querySelector("input");
  const list = h("datalist", { id: newId() });
  const offer = h("div", { className: "hint", role: "status" });
  control.setAttribute("list", list.id);
  field.append(list, offer);
  const place = [...path.slice(0, -1), "at"];
  let known = [];
  let fresh = false;  // nobody has named it yet: where it stands means nothing

  const stands = ({ at }) => String((fields.get(place) ?? []).map(Number)) === String(at);
  // What stands there already, on this map as on another, is no news.
  const meant = () => known.find((one) => one.name === control.value.trim() && !stands(one));
  const ask = latest((name) => (name ? api.places({ name }) : { places: [] }), ({ places }) => {
    known = places;
    list.replaceChildren(...known.map(({ name, at, film: title }) => h("option", { value: name }, title ? `${told(at)} · ${title}` : told(at))));
    tell();
  });
  const asking = debounce(() => ask(control.value.trim()).catch(() => {}), ASK_MS);

  function tell() {
    const one = meant();
    offer.replaceChildren(...!one ? [] : [h("button", { type: "button", onclick: () => put(one) }, tr("Put it where {name} is: {where}", { name: one.name, where: told(one.at) }))]);
  }

  async function put(one) {
    fresh = false;
    if (!await film.edit({ op: "set", slide: slide.id, path: place, value: one.at })) return;
    announce(tr("{name}: {where}", { name: one.name, where: told(one.at) }));
    const [x, y] = preview.view ? projected(preview.view).forward(one.at) : [0.5, 0.5];
    offer.replaceChildren(...x > 0 && x < 1 && y > 0 && y < 1 ? [] : [h("p", {}, tr("It lies outside what the map shows.")),
      h("button", { type: "button", onclick: () => { offer.replaceChildren(); preview.framing.fit.click(); } }, tr("Fit what is placed"))]);
  }

  /** A name that was chosen, or written to its end. */
  async function settle() {
    await ask(control.value.trim()).catch(() => {});
    const one = meant();
    if (one && fresh) await put(one);
  }

  control.addEventListener("focus", () => { fresh ||= [undefined, "", UNWRITTEN].includes(fields.get(path)); });
  control.addEventListener("input", ({ inputType }) => (!inputType || inputType === "insertReplacementText" ? settle() : asking()));
  control.addEventListener("change", settle);
  return field;
}
