// Latitude and longitude: read as map sites, guides and people write them, and told as they are read.
//
// Comes in: what was typed or pasted. Goes out: degrees, positive to the north and the east. Knows no map.

import { h, newId, tr } from "./dom.js";
import { decimal, sentence } from "./wording.js";

const FIGURES = 1e5;        // a metre: as much as map sites give
const SHOWN = 1e4;          // ten metres: as much as anyone reads
const LIMITS = [90, 180];
const SIDES = { n: [0, 1], s: [0, -1], e: [1, 1], w: [1, -1], o: [1, -1] };  // "O" is the French west

const SIDE = String.raw`([NSEWO]|nord|sud|est|ouest|north|south|east|west)?`;
const degrees = (number) => String.raw`${SIDE}\s*([+-]?${number})\s*°?\s*(?:(${number})\s*'\s*)?(?:(${number})\s*")?\s*${SIDE}`;
const [DOTTED, EITHER] = [String.raw`\d+\.\d+`, String.raw`\d+(?:[.,]\d+)?`];
const ONE = new RegExp(String.raw`^\s*${degrees(EITHER)}\s*$`, "i");
// "1,7" is one number: a comma alone parts only what can't be one.
const PAIRS = [
  new RegExp(String.raw`^[\s(]*${degrees(DOTTED)}\s*,\s*${degrees(DOTTED)}[\s)]*$`, "i"),
  new RegExp(String.raw`^[\s(]*${degrees(EITHER)}\s*(?:;|,\s|\s|(?<=[a-z"'°]),)\s*${degrees(EITHER)}[\s)]*$`, "i"),
];
/** As OpenStreetMap and others have a place in the address of their page. */
const ADDRESS = /^\s*(?:https?:|geo:)\S*?(?:#map=[\d.]+\/|@|mlat=|geo:)(-?\d+(?:\.\d+)?)(?:[,/]|&mlon=)(-?\d+(?:\.\d+)?)/i;

const plain = (text) => text.replace(/[−–]/g, "-").replace(/[’′‘]/g, "'").replace(/[”″“]|''/g, "\"").replace(/\u00a0|\u202f/g, " ");
const number = (text) => Number((text ?? "0").replace(",", "."));
const rounded = (value, figures = FIGURES) => Math.round(value * figures) / figures;

/** {axis, value} of one coordinate's parts; axis null: not said which. */
function read([before, whole, minutes, seconds, after]) {
  const [axis, sign] = SIDES[(before ?? after ?? "").charAt(0).toLowerCase()] ?? [null, 1];
  if ((before && after) || number(minutes) >= 60 || number(seconds) >= 60) return null;
  const value = Math.abs(number(whole)) + number(minutes) / 60 + number(seconds) / 3600;
  return { axis, value: rounded(value * sign * (whole.startsWith("-") ? -1 : 1)) };
}

const within = (value, axis) => Math.abs(value) <= LIMITS[axis];

/** One of the two (0: latitude, 1: longitude); null: it is none. */
export function coordinate(text, axis) {
  const found = ONE.exec(plain(text));
  const one = found && read(found.slice(1));
  return one && (one.axis ?? axis) === axis && within(one.value, axis) ? one.value : null;
}

/** [latitude, longitude] of a whole place; null: it is none. */
export function coordinates(text) {
  const address = ADDRESS.exec(text);
  if (address) {
    const pair = address.slice(1).map((part) => rounded(Number(part)));
    return pair.every(within) ? pair : null;
  }
  for (const pattern of PAIRS) {
    const found = pattern.exec(plain(text));
    const [one, other] = found ? [read(found.slice(1, 6)), read(found.slice(6))] : [];
    if (!one || !other) continue;
    if (one.axis !== null && one.axis === other.axis) return null;
    const pair = one.axis === 1 || other.axis === 0 ? [other.value, one.value] : [one.value, other.value];
    return pair.every(within) ? pair : null;
  }
  return null;
}

/** 49.1803° N, 0.1846° W */
export function told([latitude, longitude]) {
  const [lat, lon] = [latitude, longitude].map((value) => decimal(rounded(Math.abs(Number(value)), SHOWN)));
  return `${latitude < 0 ? tr("{degrees}° S", { degrees: lat }) : tr("{degrees}° N", { degrees: lat })}, ${longitude < 0 ? tr("{degrees}° W", { degrees: lon }) : tr("{degrees}° E", { degrees: lon })}`;
}

/** Two fields; what is pasted into either may be both. `put([latitude, longitude])` once both can be read. */
export function coordinateFields({ get, put, legend = "" }) {
  const wrong = h("p", { className: "wrong", role: "status" });
  const names = [tr("Latitude"), tr("Longitude")];
  const controls = names.map((_, axis) => h("input", { id: newId(), inputMode: "text", autocomplete: "off", spellcheck: false, placeholder: decimal([49.1803, -0.1846][axis]),
    oninput: ({ target, inputType }) => {
      wrong.textContent = "";
      const pair = inputType === "insertText" ? null : coordinates(target.value);  // half of what is typed may be a pair, too
      if (pair) keep(pair);
    },
    onchange: ({ target }) => {
      const pair = coordinates(target.value) ?? controls.map((control, at) => coordinate(control.value, at));
      wrong.textContent = pair.every((value) => value !== null) || controls.some((control) => !control.value.trim()) ? ""
        : sentence(tr("Degrees, as in {example}: a point that was copied from a map on the web can be pasted here", { example: "49.1803, -0.1846" }));
      if (pair.every((value) => value !== null)) keep(pair);
    } }));
  const show = (pair, all = true) => controls.forEach((control, axis) => {
    if (all || control !== document.activeElement) control.value = pair?.[axis] === undefined ? "" : decimal(Number(pair[axis]));
  });
  const keep = (pair) => {
    show(pair);
    if (String(pair) !== String((get() ?? []).map(Number))) put(pair);
  };
  const update = () => { const pair = get(); show(Array.isArray(pair) ? pair : null, false); };
  update();
  const node = h("fieldset", { className: "coordinates" }, legend ? h("legend", {}, legend) : null,
    names.map((name, axis) => h("div", { className: "field" }, h("label", { htmlFor: controls[axis].id }, name), controls[axis])), wrong);
  return { node, update, controls };
}
