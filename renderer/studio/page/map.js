// Places, arrows and lines on a map: degrees to places in the picture and back, as the map is drawn.
//
// Lambert's conformal cone on an ellipsoid, or Mercator's: the formulas of renderer/maps/projection.py.

import { told } from "./coordinates.js";
import { announce, tr } from "./dom.js";
import { back, led } from "./map_framing.js";
import { UNWRITTEN } from "./wording.js";

const DEGREE = Math.PI / 180;
const PATHS = { arrows: "path", fronts: "line", areas: "ring", lines: "path" };
const FIGURES = 1e4;  // ten metres: as much as anyone means by a place

function isometric(phi, bend) {
  const sine = Math.sin(phi);
  return Math.atanh(sine) - bend * Math.atanh(bend * sine);
}

export function projected(view) {
  const { cone, factor, meridian, eccentricity } = view.projection;
  const { east, north, metres_a_pixel: scale } = view.viewport;
  const { width, height } = view.pixels;

  function forward([latitude, longitude]) {
    const q = isometric(Number(latitude) * DEGREE, eccentricity);
    const turned = (Number(longitude) - meridian) * DEGREE;
    const radius = factor * Math.exp(-cone * q);
    const [x, y] = cone === 0 ? [factor * turned, factor * q] : [radius * Math.sin(cone * turned), -radius * Math.cos(cone * turned)];
    return [0.5 + (x - east) / scale / width, 0.5 - (y - north) / scale / height];
  }

  function inverse([across, down]) {
    const x = east + (across - 0.5) * width * scale;
    const y = north - (down - 0.5) * height * scale;
    const facing = Math.sign(cone) || 1;
    const turned = cone === 0 ? x / factor : Math.atan2(facing * x, -facing * y) / cone;
    const q = cone === 0 ? y / factor : -Math.log(Math.hypot(x, y) / Math.abs(factor)) / cone;
    let phi = Math.atan(Math.sinh(q));
    for (let turn = 0; turn < 6; turn += 1) phi = Math.atan(Math.sinh(q + eccentricity * Math.atanh(eccentricity * Math.sin(phi))));
    return [Math.round((phi / DEGREE) * FIGURES) / FIGURES, Math.round((meridian + turned / DEGREE) * FIGURES) / FIGURES];
  }
  return { forward, inverse };
}

const LATITUDES = 80;     // a view comes no nearer the poles: renderer/storyboard/map_fields.py
const LARGEST = [60, 120];  // degrees of latitude and longitude that a view spans at most, and at
const SMALLEST = [0.01, 0.01];  // least here: a kilometre, below which the ground has nothing to show
const KILOMETRES = [1, 8000];
const ALONE_KM = 60;      // around a place that stands alone: the towns by which it is known
const NEAR_KM = 20;       // around several
const ROOM = 0.15;        // of what is placed, on each side: names stand beside their places
const KM_A_DEGREE = 111.13;

const between = (value, low, high) => Math.min(high, Math.max(low, value));
const rounded = (value, span) => {
  const places = between(Math.ceil(3 - Math.log10(span)), 1, 5);  // a thousandth of the view
  return Number(value.toFixed(places));
};

/** Four edges around *middle*, within what a view may span. */
function edges([latitude, longitude], [tall, wide]) {
  const [high, broad] = [between(tall, SMALLEST[0], LARGEST[0]), between(wide, SMALLEST[1], LARGEST[1])];
  const lat = between(latitude, high / 2 - LATITUDES, LATITUDES - high / 2);
  const lon = between(longitude, broad / 2 - 180, 180 - broad / 2);
  return { west: rounded(lon - broad / 2, broad), east: rounded(lon + broad / 2, broad), south: rounded(lat - high / 2, high), north: rounded(lat + high / 2, high) };
}

const cosine = (latitude) => Math.cos(latitude * DEGREE);

/** The view *written* ({edges, km}) after the hands have turned its picture: its keys, in the form it had. */
export function turned(view, written, turn, sent) {
  const { inverse } = projected(view);
  const { closer } = turn;
  const was = back(sent);
  const [shown, wanted] = [inverse(led(was, [0.5, 0.5])), inverse(led(was, led(back(turn), [0.5, 0.5])))];
  const { west, east, south, north } = written.edges;
  const latitude = between((south + north) / 2 + wanted[0] - shown[0], -LATITUDES, LATITUDES);
  const longitude = (west + east) / 2 + wanted[1] - shown[1];
  if (written.km) {
    const km = Number(between(written.km / closer, ...KILOMETRES).toPrecision(3));
    return { centre: [rounded(latitude, km / KM_A_DEGREE), rounded(longitude, km / KM_A_DEGREE)], km };
  }
  // As many kilometres from side to side, farther north, are more degrees.
  const wide = (east - west) / closer * cosine((south + north) / 2) / cosine(latitude);
  return edges([latitude, longitude], [(north - south) / closer, wide]);
}

/** A view in which all *points* stand, with room around them. */
export function fitted(points, written) {
  const [lat, lon] = [0, 1].map((axis) => points.map((point) => Number(point[axis])));
  const middle = [lat, lon].map((all) => (Math.min(...all) + Math.max(...all)) / 2);
  const least = new Set(points.map(String)).size === 1 ? ALONE_KM : NEAR_KM;
  const tall = Math.max((Math.max(...lat) - Math.min(...lat)) * (1 + 2 * ROOM), least * 9 / 16 / KM_A_DEGREE);
  const wide = Math.max((Math.max(...lon) - Math.min(...lon)) * (1 + 2 * ROOM), least / KM_A_DEGREE / cosine(middle[0]));
  if (!written.km) return edges(middle, [tall, wide]);
  const km = Number(Math.max(wide * cosine(middle[0]), tall * 16 / 9).toFixed(3)) * KM_A_DEGREE;
  return { centre: middle.map((one) => rounded(one, km / KM_A_DEGREE)), km: Math.ceil(between(km, ...KILOMETRES)) };
}

/** The middle of what the file says that the map shows; null: it says nothing that can be read. */
export function writtenMiddle({ view = {} } = {}) {
  const { centre, west, east, south, north } = view ?? {};
  const at = Array.isArray(centre) ? centre.map(Number) : [(Number(south) + Number(north)) / 2, (Number(west) + Number(east)) / 2];
  return at.length === 2 && at.every(Number.isFinite) ? at.map((one) => Math.round(one * FIGURES) / FIGURES) : null;
}

/** All that is placed on the map: [latitude, longitude] each. */
export const placed = (map) => [
  ...(map.places ?? []).map((place) => place.at),
  ...Object.entries(PATHS).flatMap(([key, path]) => (map[key] ?? []).flatMap((one) => one[path] ?? [])),
].filter((point) => Array.isArray(point) && point.length === 2 && point.every((one) => Number.isFinite(Number(one))));

/** What the page needs of the view that is shown: where it is written, its edges, and its form. */
function writtenView(view, map) {
  const path = view.written.path;
  // One further view need not be a list.
  const steps = path.filter((step, index) => typeof step !== "number" || Array.isArray(at(map, path.slice(1, index))));
  // The file may know better than the picture, which is drawn after it.
  const { km, centre = [], ...value } = at(map, steps.slice(1)) ?? {};
  const [latitude, longitude] = centre.map(Number);
  if (km !== undefined) return { path: steps, km: Number(km), edges: { west: longitude, east: longitude, south: latitude, north: latitude } };
  return { path: steps, km: 0, edges: Object.fromEntries(Object.entries(view.written.edges).map(([key, known]) => [key, Number(value[key] ?? known)])) };
}

const at = (value, path) => path.reduce((held, step) => held?.[step], value);

/** Write what the map shows, as one step to undo, and say what can be seen now. Resolves to whether it is written. */
export async function frameMap(preview, keysOf) {
  const { film, slide, view } = preview;
  if (slide?.kind !== "map" || !view) return false;
  const map = slide.fields.map ?? {};
  const written = writtenView(view, map);
  const keys = keysOf(view, written);
  const edits = Object.entries(keys).map(([key, value]) => ({ op: "set", slide: slide.id, path: [...written.path, key], value }));
  if (!await film.edit(...edits)) return false;
  const middle = keys.centre ?? [(keys.south + keys.north) / 2];
  const km = Math.round(keys.km ?? (keys.east - keys.west) * KM_A_DEGREE * cosine(Number(middle[0])));
  const { south, north, west, east } = keys.km ? edges(middle, [km * 9 / 16 / KM_A_DEGREE, km / KM_A_DEGREE / cosine(middle[0])]) : keys;
  const names = (map.places ?? []).filter(({ at: [lat, lon] = [] }) => lat >= south && lat <= north && lon >= west && lon <= east).map((place) => place.name).filter((name) => name !== UNWRITTEN).join(", ");
  announce(names ? tr("The map shows {km} km from side to side, with {names}.", { km, names }) : tr("The map shows {km} km from side to side; none of its places is on it.", { km }));
  return true;
}

const CALLED = {
  arrows: (number) => tr("Arrow {number}", { number }), fronts: (number) => tr("Front {number}", { number }),
  areas: (number) => tr("Area {number}", { number }), lines: (number) => tr("Line {number}", { number }),
};

/** Which of the map's views is framed: the one that is shown at that moment. */
function viewName([, key, number]) {
  if (key === "to") return tr("The view moves to");
  return key === "views" ? `${tr("Views, one after the other")}: ${number + 1}` : tr("What the map shows");
}

/** What a point of an arrow or a line is called. */
function pointName(key, part, count) {
  if (key !== "areas" && part === 0) return tr("start");
  if (key !== "areas" && part === count - 1) return key === "arrows" ? tr("tip") : tr("end");
  return tr("point {count}", { count: part + 1 });
}

/** Put the slide's places, and the points of what is unfolded in the list, on the still. */
export function mapThings(preview, view) {
  const { film, slide, still } = preview;
  const { forward, inverse } = projected(view);
  const map = slide.fields.map ?? {};
  view.inverse = inverse;
  const seen = ([x, y]) => x > -0.02 && x < 1.02 && y > -0.02 && y < 1.02;
  const things = (map.places ?? []).filter((place) => Array.isArray(place.at)).map((place, index) => ({
    key: `${slide.id} places ${index}`, kind: "place", label: place.name === UNWRITTEN ? tr("New place") : place.name ?? tr("place"), at: forward(place.at),
    told: (at) => told(inverse(at)),
    set: (at) => film.set(slide.id, ["map", "places", index, "at"], inverse(at)),
    remove: () => film.edit({ op: "remove", slide: slide.id, path: ["map", "places", index] }),
  })).filter((thing) => seen(thing.at));
  const { key, index } = preview.chosen ?? {};
  const path = PATHS[key];
  const chosen = path && map[key]?.[index];
  if (Array.isArray(chosen?.[path])) {
    things.push({
      key: `${slide.id} ${key} ${index}`, kind: key, label: chosen.label ?? chosen.name ?? CALLED[key](index + 1), line: chosen[path].map(forward), closed: key === "areas",
      told: (at) => told(inverse(at)),
      partName: (part) => pointName(key, part, chosen[path].length),
      set: (line) => film.set(slide.id, ["map", key, index, path], line.map(inverse)),
      remove: (part) => { if (chosen[path].length > 2) film.edit({ op: "remove", slide: slide.id, path: ["map", key, index, path, part] }); },
    });
  }
  for (const thing of things) Object.assign(thing, { moving: (at) => thing.line || preview.tellWhere(at, thing.label), focus: () => thing.line || preview.tellWhere(thing.at, thing.label) });
  still.things = things;
  preview.orient(view);
  preview.framing.arrived("things");
  preview.framing.bar.setAttribute("aria-label", viewName(view.written.path));
  preview.framing.fit.disabled = placed(map).length === 0;
  still.onplace = preview.adding ? async (at) => {
    preview.addingButton.click();
    const places = map.places ?? [];
    if (!await film.edit({ op: "insert", slide: slide.id, path: ["map", "places"], index: places.length, value: { name: UNWRITTEN, at: inverse(preview.framing.under(at)) } })) return;
    announce(tr("Place added: write its name in the list."));
    const rows = preview.form.querySelectorAll(".row-item");
    const row = rows[places.length];
    if (!row) return;
    row.closest("details.group").open = row.open = true;
    row.querySelector("input").focus();
    row.querySelector("input").select();
  } : null;
}
