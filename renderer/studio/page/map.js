// Places, arrows and lines on a map: degrees to places in the picture and back, as the map is drawn.
//
// Lambert's conformal cone on an ellipsoid, or Mercator's: the formulas of renderer/maps/projection.py.

import { announce, tr } from "./dom.js";

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

/** Put the slide's places, and the points of what is unfolded in the list, on the still. */
export function mapThings(shape, view) {
  const { film, slide, still } = shape;
  const { forward, inverse } = projected(view);
  const map = slide.fields.map ?? {};
  view.middle = inverse([0.5, 0.5]);
  view.step = Math.abs(inverse([0.6, 0.5])[1] - view.middle[1]);
  const seen = ([x, y]) => x > -0.02 && x < 1.02 && y > -0.02 && y < 1.02;
  const things = (map.places ?? []).filter((place) => Array.isArray(place.at)).map((place, index) => ({
    key: `${slide.id} places ${index}`, kind: "place", label: place.name ?? tr("place"), at: forward(place.at),
    set: (at) => film.set(slide.id, ["map", "places", index, "at"], inverse(at)),
    remove: () => film.edit({ op: "remove", slide: slide.id, path: ["map", "places", index] }),
  })).filter((thing) => seen(thing.at));
  const { key, index } = shape.chosen ?? {};
  const path = PATHS[key];
  const chosen = path && map[key]?.[index];
  if (Array.isArray(chosen?.[path])) {
    things.push({
      key: `${slide.id} ${key} ${index}`, kind: key, label: chosen.label ?? chosen.name ?? `${index + 1}`, line: chosen[path].map(forward), closed: key === "areas",
      set: (line) => film.set(slide.id, ["map", key, index, path], line.map(inverse)),
      remove: (part) => { if (chosen[path].length > 2) film.edit({ op: "remove", slide: slide.id, path: ["map", key, index, path, part] }); },
    });
  }
  still.things = things;
  still.onplace = shape.adding ? async (at) => {
    shape.addingButton.click();
    const places = map.places ?? [];
    if (!await film.edit({ op: "insert", slide: slide.id, path: ["map", "places"], index: places.length, value: { name: tr("New place"), at: inverse(at) } })) return;
    announce(tr("Place added: write its name in the list."));
    const rows = shape.form.querySelectorAll(".row-item");
    const row = rows[places.length];
    if (!row) return;
    row.closest("details.group").open = row.open = true;
    row.querySelector("input").focus();
    row.querySelector("input").select();
  } : null;
}
