// Places, arrows and lines on a map: degrees to places in the picture and back, as the map is drawn.
//
// Lambert's conformal cone on an ellipsoid, or Mercator's: the formulas of renderer/maps/projection.py.

import { announce, h, tr } from "./dom.js";
import { UNWRITTEN } from "./wording.js";

const DEGREE = Math.PI / 180;
const ONE = { arrows: () => tr("Arrow"), fronts: () => tr("Front line"), areas: () => tr("Area"), lines: () => tr("Line") };
const LIMITS = { latitude: 85, longitude: 180 };
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

/** Put the slide's places, and the points of what is unfolded in the list, on the still. */
export function mapThings(shape, view) {
  const { film, slide, still } = shape;
  const { forward, inverse } = projected(view);
  const map = slide.fields.map ?? {};
  view.middle = inverse([0.5, 0.5]);
  view.step = Math.abs(inverse([0.6, 0.5])[1] - view.middle[1]);
  const seen = ([x, y]) => x > -0.02 && x < 1.02 && y > -0.02 && y < 1.02;
  const things = (map.places ?? []).filter((place) => Array.isArray(place.at)).map((place, index) => ({
    key: `${slide.id} places ${index}`, kind: "place", label: place.name === UNWRITTEN ? tr("New place") : place.name ?? tr("place"), at: forward(place.at),
    set: (at) => film.set(slide.id, ["map", "places", index, "at"], inverse(at)),
    remove: () => film.edit({ op: "remove", slide: slide.id, path: ["map", "places", index] }),
  })).filter((thing) => seen(thing.at));
  const { key, index } = shape.chosen ?? {};
  const path = PATHS[key];
  const chosen = path && map[key]?.[index];
  if (Array.isArray(chosen?.[path])) {
    things.push({
      key: `${slide.id} ${key} ${index}`, kind: key, label: chosen.label ?? chosen.name ?? `${ONE[key]()} ${index + 1}`, ends: key === "arrows" ? [tr("start"), tr("tip")] : null, line: chosen[path].map(forward), closed: key === "areas",
      set: (line) => film.set(slide.id, ["map", key, index, path], line.map(inverse)),
      remove: (part) => { if (chosen[path].length > 2) film.edit({ op: "remove", slide: slide.id, path: ["map", key, index, path, part] }); },
    });
  }
  still.things = things;
  still.onplace = shape.adding ? async (at) => {
    shape.addingButton.click();
    const places = map.places ?? [];
    if (!await film.edit({ op: "insert", slide: slide.id, path: ["map", "places"], index: places.length, value: { name: UNWRITTEN, at: inverse(at) } })) return;
    announce(tr("Place added: write its name in the list."));
    const rows = shape.form.querySelectorAll(".row-item");
    const row = rows[places.length];
    if (!row) return;
    row.closest("details.group").open = row.open = true;
    row.querySelector("input").focus();
    row.querySelector("input").select();
  } : null;
}

const number = (value) => Number(String(value).replace(",", "."));
const rounded = (value) => Math.round(value * FIGURES) / FIGURES;
const shifted = ({ west, east, south, north }, up, right) => ({ west: west + right, east: east + right, south: south + up, north: north + up });
const scaled = ({ west, east, south, north }, by) => {
  const [x, y, across, high] = [(west + east) / 2, (south + north) / 2, ((east - west) / 2) * by, ((north - south) / 2) * by];
  return { west: x - across, east: x + across, south: y - high, north: y + high };
};

/** Four edges out of either way in which a view is written. */
function edges(view) {
  if (view.centre) {
    const [latitude, longitude] = view.centre.map(number);
    const across = number(view.km) / 2 / (111.32 * Math.cos(latitude * DEGREE));
    const high = (number(view.km) / 2 / 111.32) * (9 / 16);
    return { west: longitude - across, east: longitude + across, south: latitude - high, north: latitude + high };
  }
  return Object.fromEntries(["west", "east", "south", "north"].map((key) => [key, number(view[key])]));
}

/** What the map shows, moved: one after the other, each from where the last one came to rest. */
function movedView(shape, move) {
  const { film, slide: { id } } = shape;
  shape.viewing = (shape.viewing ?? Promise.resolve()).then(async () => {
    const view = film.slides[id]?.fields.map?.view;
    if (!view) return;
    const box = move(edges(view));
    if (!box || Object.values(box).some((value) => Number.isNaN(value)) || Math.max(-box.south, box.north) > LIMITS.latitude || Math.max(-box.west, box.east) > LIMITS.longitude) return;
    const at = (key) => ({ slide: id, path: ["map", "view", key] });
    const gone = ["centre", "km"].filter((key) => view[key] !== undefined).map((key) => ({ op: "remove", ...at(key) }));
    await film.edit(...Object.entries(box).map(([key, value]) => ({ op: "set", ...at(key), value: rounded(value) })), ...gone);
  });
}

const STEP = 0.2;    // of what is seen
const CLOSER = 0.7;
const AROUND = 1.3;  // room about the places
const LEAST = 0.02;  // degrees: two kilometres

/** Buttons that bring the map nearer, farther, aside, and about what stands on it. */
export function viewTools(shape) {
  const tool = (sign, said, move) => h("button", { type: "button", className: "quiet", title: said, aria: { label: said }, onclick: () => { movedView(shape, move); announce(said); } }, sign);
  const aside = (up, right) => (box) => shifted(box, up * (box.north - box.south) * STEP, right * (box.east - box.west) * STEP);
  const around = ({ map = {} }) => {
    const points = [...(map.places ?? []).map(({ at }) => at), ...Object.entries(PATHS).flatMap(([key, path]) => (map[key] ?? []).flatMap((one) => one[path] ?? []))]
      .filter((one) => Array.isArray(one) && one.length === 2).map((one) => one.map(number));
    if (!points.length) return null;
    const [latitudes, longitudes] = [0, 1].map((axis) => points.map((one) => one[axis]));
    const box = { west: Math.min(...longitudes) - LEAST, east: Math.max(...longitudes) + LEAST, south: Math.min(...latitudes) - LEAST, north: Math.max(...latitudes) + LEAST };
    return scaled(box, AROUND);
  };
  return h("div", { className: "row view-tools", role: "group", aria: { label: tr("What the map shows") } },
    tool("+", tr("Nearer"), (box) => scaled(box, CLOSER)), tool("−", tr("Farther"), (box) => scaled(box, 1 / CLOSER)),
    tool("←", tr("To the west"), aside(0, -1)), tool("→", tr("To the east"), aside(0, 1)), tool("↑", tr("To the north"), aside(1, 0)), tool("↓", tr("To the south"), aside(-1, 0)),
    h("button", { type: "button", className: "quiet", onclick: () => movedView(shape, () => around(shape.film.slides[shape.slide.id].fields)) }, tr("Around what stands on it")));
}
