// A photograph of a slide: the file dropped on it, what must stay in view, from where to where it moves,
// the marks on it. All placed on the whole picture, with what each shape of the film cuts out of it.

import { archiveButton } from "./archive.js";
import { announce, clock, h, newId, tr, statusLine } from "./dom.js";
import { resolved } from "./fields.js";
import { named } from "./wording.js";

const IMAGES = "image/*,.tif,.tiff,.jp2";
const MARKS = ["circle", "rectangle", "arrow", "label"];

export function picturePart(preview, path) {
  const { film, fields, schema, studio } = preview;
  const id = preview.slide.id;
  const read = (key) => fields.get(key ? [...path, ...[key].flat()] : path);
  const put = (key, value) => film.put(id, [...path, ...[key].flat()], value);

  const canvas = document.createElement("studio-canvas");
  const drop = dropPlace(tr("Drop a picture here"), IMAGES, (file) => take(file), canvas);
  const busy = statusLine();
  const { say } = busy;

  // What was said of a file is put away with it, and once its rights are written.
  let about = null;
  let owed = false;
  const there = () => JSON.stringify([typeof read() === "string" ? read() : read("file"), read("rights")]);

  if (path[0] === "image") preview.dropped = take;

  async function take(file) {
    if (!fits(file, studio.limits.picture_bytes, say)) return;
    say(tr("Reading {name}…", { name: file.name }));
    try {
      const whole = path[0] === "image";
      const found = await film.upload(file, whole ? id : undefined);
      if (!whole) await film.edit({ op: "set", slide: id, path, value: { ...(typeof read() === "object" ? read() : {}), ...told(found) } });
      const known = Object.keys(found.rights ?? {}).map(named).join(", ");
      const terms = found.terms ? ` ${tr("Its terms, as the file says them: {terms}", { terms: found.terms })}` : "";
      preview.advise.now();  // what will be seen of it: at once, not when the hands rest
      say((known ? tr("Taken out of the file: {what}. Look it over.", { what: known }) : tr("The file says nothing of its rights: fill them in below.")) + terms);
      about = there();
    } catch (error) { say(error.message, { wrong: true }); }
  }

  // What of the picture before stays is what stays when a file is dropped.
  const picking = archiveButton(film, studio, () => ({ op: "set", slide: id, path, value: path[0] !== "image" && typeof read() === "object" ? read() : undefined }),
    () => say(tr("Look over what the archive says of it: its alternative text, its rights.")));

  const motion = () => { const value = read("motion"); return value && typeof value === "object" && (value.from || value.to) ? value : null; };
  const moves = h("select", { onchange: () => {
    if (moves.value === "views") put("motion", { from: [0, 0, 1, 1], to: [0.2, 0.2, 0.6, 0.6] });
    else put("motion", moves.value === "auto" ? undefined : moves.value);
  } }, h("option", { value: "auto" }, tr("slow, by itself")), h("option", { value: "none" }, tr("no movement")), h("option", { value: "views" }, tr("from one view to another")));
  moves.id = `${id}-${path.join("-")}-motion`;

  const focusing = h("button", { type: "button", onclick: async () => {
    const chosen = !read("focus");
    await put("focus", chosen ? [0.5, 0.5] : undefined);
    if (chosen) canvas.querySelector(".handle.focus")?.focus();  // the arrow keys move it
  } });
  const marking = h("div", { className: "row" }, MARKS.map((kind) => h("button", { type: "button", className: "quiet", onclick: () => mark(kind) },
    `+ ${{ circle: tr("circle"), rectangle: tr("rectangle"), arrow: tr("arrow"), label: tr("words") }[kind]}`)));

  async function mark(kind) {
    const value = { kind, at: [0.5, 0.5] };
    if (kind === "circle") value.size = 0.1;
    if (kind === "rectangle") Object.assign(value, { at: [0.35, 0.35], size: [0.3, 0.3] });
    if (kind === "arrow") value.from = [0.3, 0.7];
    if (kind === "label") value.text = tr("Words");
    const sentence = preview.cursor.slide === id ? preview.cursor.sentence : null;
    if (sentence) value.sentence = sentence + 1;
    const marks = read("callouts");
    const count = Array.isArray(marks) ? marks.length : 0;
    if (!await film.edit({ op: "insert", slide: id, path: [...path, "callouts"], index: count, value })) return;
    announce(tr("Mark added in the middle: move it with the arrow keys or by dragging."));
    canvas.querySelector(`[data-key^="mark ${count}/"]`)?.focus();  // the arrow keys move it
  }

  function things() {
    const found = [];
    const focus = pair(read("focus"));
    const moved = motion();
    if (moved) {
      for (const key of ["from", "to"]) {
        const rect = (moved[key] ?? [0, 0, 1, 1]).map(Number);
        found.push({ key, kind: key, label: key === "from" ? tr("First view") : tr("Last view"), rect,
          set: (value) => put(["motion", key], value) });
      }
    }
    if (focus) found.push({ key: "focus", kind: "focus", label: tr("What must stay in view"), at: focus, set: (at) => put("focus", at), moving: (at) => { canvas.outlines = crops(at); } });
    marksOf().forEach((one, index) => {
      const label = `${index + 1}. ${one.text ?? { circle: tr("circle"), rectangle: tr("rectangle"), arrow: tr("arrow"), label: tr("words") }[one.kind] ?? ""}`;
      const set = (key) => (value) => put(["callouts", index, key], value);
      const at = pair(one.at) ?? [0.5, 0.5];
      const remove = () => film.edit({ op: "remove", slide: id, path: [...path, "callouts", index] });
      if (one.kind === "rectangle" && Array.isArray(one.size)) {
        found.push({ key: `mark ${index}`, kind: "mark", label, rect: [...at, ...one.size.map(Number)], remove,
          set: ([left, top, width, height]) => film.edit({ op: "set", slide: id, path: [...path, "callouts", index, "at"], value: [left, top] },
            { op: "set", slide: id, path: [...path, "callouts", index, "size"], value: [width, height] }) });
      } else {
        found.push({ key: `mark ${index}`, kind: `mark ${one.kind}`, label, at, set: set("at"), remove });
        if (one.kind === "arrow" && one.from) found.push({ key: `tail ${index}`, kind: "mark tail", label: tr("Tail of {what}", { what: label }), at: pair(one.from), set: set("from") });
      }
    });
    return found;
  }

  function crops(focus) {
    const size = film.slides[id].picture;
    if ((read("fit") ?? "cover") !== "cover" || !size) return [];
    return film.formats.map((one) => ({ kind: `crop s${one.replace(":", "x")}`, line: crop(one, size, focus ?? [0.5, 0.5]), closed: true }));
  }

  const marksOf = () => { const value = read("callouts"); return value ? (Array.isArray(value) ? value : [value]) : []; };
  const more = h("div", { className: "placing" }, canvas,
    h("p", { className: "legend" }, tr("Thin frames: what each shape of the film shows.")),
    h("div", { className: "row" }, focusing),
    h("div", { className: "field" }, h("label", { htmlFor: moves.id }, named("motion")), moves),
    h("p", { className: "hint" }, tr("Marks on the picture:")), marking);

  function update() {
    const slide = film.slides[id];
    if (!slide) return;
    if (about !== null && about !== there()) { about = null; say(""); }
    const owes = slide.badges.includes("rights");
    if (owes && !owed && rights) rights.open = true;  // they are asked for: nobody has to look for them
    owed = owes;
    const file = typeof read() === "string" ? read() : read("file");
    drop.tell(file);
    more.hidden = !file;
    moves.value = motion() ? "views" : read("motion") === "none" || read(["motion", "kind"]) === "none" ? "none" : "auto";
    focusing.textContent = read("focus") ? tr("Let the middle stay in view") : tr("Choose what must stay in view");
    if (file && !slide.stale) {
      // The file's own name, and whether it was changed on the disk: another picture is another address.
      canvas.src = film.api.pictureAddress(id, path.join("."), `${file} ${film.disk}`);
      if (slide.picture) canvas.style.aspectRatio = `${slide.picture.width} / ${slide.picture.height}`;
      canvas.things = things();
      canvas.outlines = crops(pair(read("focus")));
    }
  }
  fields.updates.push(update);
  // The canvas is made when it is in the document.
  queueMicrotask(update);

  const picture = resolved(schema, schema.definitions[path[0] === "image" ? "Image" : "Picture"]).properties;
  const rest = ["alt", "fit", "at", "rights", "callouts"].filter((key) => picture[key]).map((key) => fields.one(picture[key], [...path, key]));
  const rights = rest.find((node) => node?.matches?.("details") && node.firstElementChild.textContent.startsWith(named("rights")));
  return h("div", { className: "picture" }, drop, picking, busy, more, rest);
}

/** What an upload found out, as a picture of the storyboard. */
const told = ({ file, alt, rights }) => ({ file, ...(alt ? { alt } : {}), ...(Object.keys(rights ?? {}).length ? { rights } : {}) });

/** One more picture of a slide that shows several: it comes with its file. */
export function anotherPicture(preview, count, busy = statusLine()) {
  const { film, studio } = preview;
  const { id } = preview.slide;
  const { say } = busy;
  const add = async (file) => {
    if (!fits(file, studio.limits.picture_bytes, say)) return;
    say(tr("Reading {name}…", { name: file.name }));
    try {
      const found = await film.upload(file);
      await film.edit({ op: "insert", slide: id, path: ["pictures"], index: count, value: told(found) });
      say("");
    } catch (error) { say(error.message, { wrong: true }); }
  };
  const place = dropPlace(tr("Add a picture"), IMAGES, add);
  preview.dropped = add;
  return h("div", {}, place, busy, archiveButton(film, studio, () => ({ op: "insert", slide: id, path: ["pictures"], index: count })));
}

/** Where a file is dropped, or chosen; `tell(name)` says which one is there. */
function dropPlace(words, accept, take, ...also) {
  const input = h("input", { type: "file", accept, className: "visually-hidden", onchange: () => {
    const [file] = input.files;
    if (!file) return;
    input.value = "";  // the same file, chosen again, is another act
    take(file);
  } });
  const name = h("span", { className: "filename" });
  const place = h("label", { className: "drop" }, input, h("strong", {}, words), h("span", {}, tr("or choose a file")), name);
  for (const node of [place, ...also]) {
    node.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
    node.addEventListener("dragleave", () => place.classList.remove("over"));
    node.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("over");
      if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
    });
  }
  place.tell = (file) => { name.textContent = file ?? ""; place.classList.toggle("has", Boolean(file)); };
  return place;
}

function fits(file, most, say) {
  if (file.size > most) say(tr("This file is too large: {count} MB at most.", { count: Math.floor(most / 1e6) }), { wrong: true });
  return file.size <= most;
}

const SENT = {
  footage: { words: () => tr("Drop a film here"), accept: "video/*,.mkv,.mxf", there: "films", hint: () => tr("Or one that is in the folder media/ already.") },
  music: { words: () => tr("Drop a piece of music here"), accept: "audio/*,.opus,.flac", there: "pieces", hint: () => tr("Or one that is in the folder media/ already.") },
};

/**
 * An archive film or a piece of music: dropped, or named where it lies in media/ already. *slide* is the
 * slide's id, or null for the film's music.
 */
export function mediaPart(film, fields, path, definition, { slide, limits }) {
  const [kind] = path;
  const { words, accept, there, hint } = SENT[kind];
  const busy = statusLine();
  const { say } = busy;
  const drop = dropPlace(words(), accept, take);
  const field = fields.text(named("file"), { ...resolved(fields.schema, definition), description: hint() }, path);
  const list = h("datalist", { id: newId() });
  field.querySelector("input").setAttribute("list", list.id);
  field.append(list);

  async function take(file) {
    if (!fits(file, limits[kind === "music" ? "music_bytes" : "film_bytes"], say)) return;
    say(tr("Reading {name}…", { name: file.name }));
    try {
      const { seconds } = await film.upload(file, slide, kind);
      say(`${seconds ? tr("It lasts {time}.", { time: clock(seconds) }) : ""} ${tr("Say below whose it is, under “Rights”.")}`.trim());
    } catch (error) { say(tr("{name}: {why}", { name: file.name, why: error.message }), { wrong: true }); }
  }

  const update = () => {
    const value = fields.get([kind]);
    drop.tell(typeof value === "string" ? value : value?.file);
    list.replaceChildren(...film[there].map((name) => h("option", { value: name })));
  };
  fields.updates.push(update);
  update();
  return Object.assign(h("div", {}, drop, busy, field), { take });
}

const pair = (value) => (Array.isArray(value) && value.length === 2 ? value.map((one) => Number(String(one).replace(",", "."))) : null);

/** What one shape of the film cuts out of a picture that fills the frame. */
export function crop(shape, { width, height }, [x, y]) {
  const [across, down] = shape.split(":").map(Number);
  const frame = across / down;
  const own = width / height;
  const wide = Math.min(1, frame / own);
  const high = Math.min(1, own / frame);
  const left = Math.min(1 - wide, Math.max(0, x - wide / 2));
  const top = Math.min(1 - high, Math.max(0, y - high / 2));
  return [[left, top], [left + wide, top], [left + wide, top + high], [left, top + high]];
}
