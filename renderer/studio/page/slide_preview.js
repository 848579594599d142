// Right: the slide as it will look, in every shape, at a sentence or a moment; under it its fields.

import * as api from "./api.js";
import { keepClear } from "./clear_of.js";
import { announce, ask, clock, h, labelled, debounce, latest, newId, statusLine, toast, tr, trn } from "./dom.js";
import { told } from "./coordinates.js";
import { Fields, resolved } from "./fields.js";
import { placeName } from "./known_places.js";
import { fitted, frameMap, mapThings, placed, projected, turned, writtenMiddle } from "./map.js";
import { MapFraming } from "./map_framing.js";
import { anotherPicture, mediaPart, picturePart } from "./picture.js";
import "./drag_canvas.js";
import { KINDS, pictured, remedy } from "./slides.js";
import { UNWRITTEN, advice, named, sentence } from "./wording.js";

const REST_MS = 60;        // of a drag: the picture follows, but not every pixel of it
const AGAIN_MS = 1500;
const LEAST_ROOM = 192;    // pixels under a map that stays in sight: a field with its label and its hint
const ADVICE_MS = 700;     // of pictures: when the hands rest
const SMALL_HEIGHT = 180;  // of the shapes that aren't the one looked at
const LETTER = 7;          // pixels of a town's name, which is in small letters
const OTHER = ["transition", "lead", "hold", "length", "silence", "music", "sources"];

export class SlidePreview {
  constructor(film, cursor, schema, studio) {
    Object.assign(this, { film, cursor, schema, studio, shape: film.formats[0], time: null, fields: null, shown: "" });
    this.still = document.createElement("studio-canvas");
    this.framing = new MapFraming(this.still, {
      write: (turn, sent) => frameMap(this, (view, written) => turned(view, written, turn, sent)),
      fit: () => frameMap(this, (view, written) => fitted(placed(this.slide.fields.map), written)),
      moved: () => this.tellWhere(),
    });
    // Seen only: read aloud are the places themselves, each with where it is.
    this.where = h("p", { className: "hint where", aria: { hidden: true } });
    this.framing.bar.append(this.where);
    this.still.addEventListener("pointermove", ({ clientX, clientY, target }) => {
      const box = this.still.getBoundingClientRect();
      if (!target.closest(".handle")) this.tellWhere(this.framing.under([(clientX - box.left) / box.width, (clientY - box.top) / box.height]), tr("Under the pointer"));
    });
    this.still.addEventListener("pointerleave", () => this.tellWhere());
    this.slider = h("input", { type: "range", min: 0, max: 1, step: 1, value: 0, id: newId(), oninput: () => this.#dragged() });
    this.ticks = h("datalist", { id: newId() });
    this.slider.setAttribute("list", this.ticks.id);
    // Read with the slider; by itself it would be said at each move of the cursor in the text.
    this.when = h("output", { htmlFor: this.slider.id, aria: { live: "off" } });
    this.shapes = h("div", { className: "shapes", role: "group", aria: { label: tr("Shapes of the film") } });
    this.trouble = h("p", { className: "wrong", role: "status" });
    this.before = h("p", { className: "mild", hidden: true }, tr("Shown as it was before the mistake."));
    this.heading = h("h2", { tabIndex: -1 });
    this.arriving = statusLine();
    this.problems = h("ul", { className: "problems", role: "list" });
    this.form = h("div", { className: "fields" });
    this.node = h("section", { className: "preview", aria: { label: tr("Picture") } }, this.heading,
      h("div", { className: "stage" }, h("div", { className: "drawing" }, this.still, h("p", { className: "waiting", aria: { hidden: true } }, tr("Being drawn…"))), this.framing.bar, this.trouble, this.before, this.arriving),
      h("div", { className: "moment" }, h("label", { htmlFor: this.slider.id, className: "visually-hidden" }, tr("Moment of the slide")), this.slider, this.ticks, this.when),
      this.shapes, this.problems, this.form);
    const stage = this.node.querySelector(".stage");
    this.free = keepClear(this.node, { top: [stage], before: () => stage.classList.toggle("sticks", !this.framing.bar.hidden && this.node.clientHeight - stage.offsetHeight >= LEAST_ROOM) });
    this.look = debounce(() => this.#look(), REST_MS);
    const learn = latest(() => film.api.time(this.shape), (time) => { this.time = time; });
    this.learn = debounce(() => learn().catch(() => { this.time = null; }).then(() => this.#moment()), 400);  // times are estimates until it is spoken: no hurry
    this.mapped = latest(async (slide, values) => ({ slide, view: await film.api.map(slide, values) }), ({ slide, view }) => {
      if (cursor.slide === slide) { this.framing.show(true); this.view = view; mapThings(this, view); }
    });
    this.looks = new Map();  // slide → what is to be known of its pictures
    const advise = latest((slide) => film.api.advice(slide).then(({ warnings }) => ({ slide, warnings })), ({ slide, warnings }) => {
      this.looks.set(slide, warnings);
      if (slide === cursor.slide) this.#tell();
    });
    this.advise = debounce(() => { if (["image", "pictures"].includes(this.slide?.kind) && !this.slide.stale) advise(this.slide.id).catch(() => {}); }, ADVICE_MS);
    this.loading = new Map();
    this.dropped = null;  // what becomes of a file that is dropped on the picture
    this.still.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
    this.still.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files[0]) this.take(event.dataTransfer.files[0]);
    });
    film.addEventListener("change", ({ detail }) => this.#changed(detail));
    cursor.addEventListener("move", ({ detail }) => this.#move(detail));
    cursor.addEventListener("field", ({ detail }) => this.#goTo(detail));
    if (globalThis.ResizeObserver) new ResizeObserver(() => this.look()).observe(this.still);
  }

  leave() { this.free(); }

  /** Whether a click on the map would add a place: then no more. */
  endAdding() {
    if (!this.adding || !this.addingButton.isConnected) return false;
    this.addingButton.click();
    announce(tr("No place is added."));
    return true;
  }

  get slide() { return this.film.slides[this.cursor.slide]; }

  /** A file that was dropped on the slide, wherever: what it shows from now on, if it can show such a thing. */
  async take(file) {
    const { slide, film } = this;
    const kind = file.type.startsWith("video/") ? "footage" : "image";
    if (!slide) return;
    if (this.dropped && (slide.kind === "footage") === (kind === "footage")) { this.dropped(file); return; }
    if (!await mayBecome(slide, kind)) return;
    this.arriving.say(tr("Reading {name}…", { name: file.name }));
    try {
      await film.upload(file, slide.id, kind === "footage" ? kind : undefined);
      this.arriving.say("");
      announce(tr("The slide shows this now: {what}", { what: KINDS[kind]() }));
    } catch (error) { this.arriving.say(error.message, { wrong: true }); }
  }

  /** What the slide shows, by its kind; another may be chosen. */
  #kind({ id, kind }) {
    const select = h("select", { onchange: async () => {
      const wanted = select.value;
      select.value = kind;
      if (await mayBecome(this.film.slides[id], wanted)) await this.film.edit({ op: "slide-kind", id, kind: wanted });
    } }, [...new Set([kind, ...this.studio.kinds])].map((one) => h("option", { value: one }, KINDS[one]())));
    return labelled(tr("Kind of slide"), select);
  }

  #changed({ ids }) {
    this.learn();
    const style = JSON.stringify(this.film.fields?.style);
    if (this.styled !== style) {  // another paper: what is drawn on it may be seen, or not
      this.styled = style;
      this.looks.clear();
      this.advise();
    }
    if (!ids.has(this.cursor.slide) && this.slide) return;
    this.advise();
    this.#tell();
    this.look.now();
  }

  /** Something was made: times are no longer estimates. */
  receive(job) { if (job.film === this.film.id && job.state === "done") this.learn(); }

  #move({ turned }) {
    if (turned) {
      this.framing.reset();
      this.view = null;
      this.node.scrollTop = 0;  // another slide begins with its picture
      this.advise();
      this.#tell();
      if (!this.time) this.learn.now();
    }
    this.#moment();
    this.look();
  }

  /** The keyboard in the field that a problem is about, or the nearest to it. */
  #goTo({ key, code }) {
    const all = [...this.fields?.controls ?? []];
    const wanted = code.startsWith("rights") || code.startsWith("license") ? `${key.split(".")[0]}.rights` : code === "alt-missing" ? `${key.split(".")[0]}.alt` : key;
    const [, control] = all.find(([name]) => name === wanted) ?? all.find(([name]) => name.startsWith(`${wanted}.`)) ?? all.find(([name]) => wanted.startsWith(`${name}.`)) ?? [];
    const node = control ?? this.heading;
    for (let fold = node.closest("details"); fold; fold = fold.parentNode.closest("details")) fold.open = true;
    node.focus();
    node.scrollIntoView({ block: "center" });
  }

  /** Where a point of the map is on the earth; without one, its middle. */
  tellWhere(at = this.framing?.under([0.5, 0.5]), what = tr("In the middle")) {
    if (!this.where) return;
    const { view } = this;
    this.where.textContent = view && this.slide?.kind === "map" ? tr("{what}: {value}", { what, value: told(projected(view).inverse(at)) }) : "";
  }

  /** Towns that are known there, so that who places something sees where; the film doesn't show them. */
  async orient(view) {
    const { forward, inverse } = projected(view);
    const corners = [0, 0.5, 1].flatMap((x) => [0, 0.5, 1].map((y) => inverse([x, y])));
    const [latitudes, longitudes] = [0, 1].map((axis) => corners.map((point) => point[axis]));
    const edges = { south: Math.min(...latitudes), north: Math.max(...latitudes), west: Math.min(...longitudes), east: Math.max(...longitudes) };
    const asked = this.oriented = JSON.stringify([this.slide.id, edges]);
    const { places } = await api.places(edges).catch(() => ({ places: [] }));
    if (this.oriented !== asked || this.slide?.kind !== "map") return;
    // No name over another, nor over a place of the map's own.
    const [width, height] = [LETTER / this.still.clientWidth, 2 * LETTER / this.still.clientHeight];
    const taken = (this.slide.fields.map?.places ?? []).filter(({ at }) => at?.length === 2).map(({ name = "", at }) => ({ name, at: forward(at) }));
    const beside = (one, other) => Math.abs(one.at[1] - other.at[1]) > height || one.at[0] > other.at[0] + width * other.name.length || other.at[0] > one.at[0] + width * one.name.length;
    this.still.landmarks = places.map(({ name, at }) => ({ name, at: forward(at) })).filter((one) => {
      const is = one.at[0] > 0 && one.at[0] + width * one.name.length < 1 && taken.every((other) => other.name !== one.name && beside(one, other));
      if (is) taken.push(one);
      return is;
    });
  }

  /** The slider stands where the sentence or the frame is. */
  #moment() {
    const times = this.time?.slides?.[this.cursor.slide];
    this.slider.disabled = !times;
    if (!times) { this.when.textContent = ""; return; }
    const length = times.end - times.start;
    this.slider.max = Math.max(1, length - 1);
    const sentence = times.sentences[this.cursor.sentence ?? -1];
    const at = this.cursor.frame ?? (sentence ? sentence.start - times.start : Math.round(length / 2));
    if (document.activeElement !== this.slider) this.slider.value = Math.max(0, at);
    this.ticks.replaceChildren(...times.sentences.map((one) => h("option", { value: Math.max(0, one.start - times.start) })));
    const fps = this.time.fps;
    const seconds = (value) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(value / fps);
    const said = sentence && this.cursor.frame === null ? tr("sentence {number}", { number: this.cursor.sentence + 1 }) : tr("{seconds} s", { seconds: seconds(Number(this.slider.value)) });
    this.when.textContent = tr("{moment}; the slide lasts {seconds} s", { moment: said, seconds: seconds(length) });
    this.slider.setAttribute("aria-valuetext", this.when.textContent);
  }

  #dragged() {
    this.cursor.moveTo(this.cursor.slide, { frame: Number(this.slider.value), from: "slider" });
    this.#moment();
  }

  #asked(shape, height) {
    const { slide, sentence, frame } = this.cursor;
    const moment = frame !== null ? { frame } : sentence !== null ? { sentence } : {};
    return this.film.api.stillAddress(slide, { ...moment, shape, height, v: this.film.thumbs.get(slide) });
  }

  async #look() {
    if (!this.slide || this.node.offsetParent === null) return;
    const width = this.still.clientWidth || 320;
    const [across, down] = this.shape.split(":").map(Number);
    this.still.style.aspectRatio = `${across} / ${down}`;
    this.still.classList.toggle("tall", down >= across);
    const pixels = Math.min(1080, Math.max(90, Math.round((width * down / across) * Math.min(2, devicePixelRatio) / 2) * 2));
    this.still.picture.alt = tr("Slide {number} as it will look: {what}", { number: this.slide.index + 1, what: pictured(this.slide) });
    if (this.slide.kind === "pictures" && !(this.slide.fields.pictures?.file || this.slide.fields.pictures?.length)) { this.#empty(); return; }
    if (["image", "footage"].includes(this.slide.kind) && !this.slide.fields[this.slide.kind]?.file && typeof this.slide.fields[this.slide.kind] === "object") {
      this.#empty();
      return;
    }
    const fresh = this.#load(this.still.picture, this.#asked(this.shape, pixels));
    if (this.slide.kind === "map") this.#map();
    else { this.framing.show(false); this.still.things = []; this.still.landmarks = []; this.still.onplace = null; }
    await fresh;
    if (!this.slide) return;  // deleted meanwhile
    for (const button of this.shapes.hidden ? [] : this.shapes.children) {
      const { shape } = button.dataset;
      this.#load(button.querySelector("img"), this.#asked(shape, SMALL_HEIGHT));
    }
  }

  /** The old picture stays until the new one is there. */
  async #load(image, address) {
    if (image.dataset.asked === address) return;
    image.dataset.asked = address;
    this.loading.get(image)?.abort();
    const stopping = new AbortController();
    this.loading.set(image, stopping);
    const main = image === this.still.picture;
    if (main) this.still.setAttribute("aria-busy", "true");
    if (main && this.seen !== this.cursor.slide) {
      // Another slide's picture would be taken for this one's.
      image.removeAttribute("src");
      this.still.classList.add("waits");
      this.trouble.textContent = "";
    }
    const { slide } = this.cursor;
    try {
      const answer = await fetch(address, { signal: stopping.signal });
      if (!answer.ok) {
        const { error } = await answer.json();
        if (error.code === "superseded") { this.#again(image); return; }
        if (main) this.#wrong(sentence(error.message), advice(error.remedy ?? ""));
        return;
      }
      const made = URL.createObjectURL(await answer.blob());
      const old = image.src;
      image.src = made;
      await image.decode().catch(() => {});
      if (main) this.framing.arrived("picture");
      if (old.startsWith("blob:")) URL.revokeObjectURL(old);
      if (main) { this.#wrong(""); this.seen = slide; }
      if (main) this.still.classList.toggle("old", this.slide?.stale ?? false);
    } catch (error) {
      if (error.name !== "AbortError") this.#again(image);
    } finally {
      if (this.loading.get(image) === stopping) {
        this.loading.delete(image);
        if (main) this.still.removeAttribute("aria-busy");
      }
    }
  }

  /** A slide that has just been added shows nothing yet: that is no mistake. */
  #empty() {
    for (const image of this.node.querySelectorAll(".stage img, .shapes img")) {
      this.loading.get(image)?.abort();
      image.removeAttribute("src");
      delete image.dataset.asked;
    }
    this.seen = null;
    this.framing.show(false);
    this.still.things = [];
    this.still.landmarks = [];
    this.#wrong("");
  }

  #again(image) {
    delete image.dataset.asked;
    setTimeout(this.look, AGAIN_MS);
  }

  #wrong(text, more = "") {
    this.still.classList.remove("waits");
    this.trouble.replaceChildren(text, more ? h("span", { className: "remedy" }, more) : "");
    this.still.classList.toggle("old", text !== "");
    if (text) { this.framing.reset(); this.still.picture.removeAttribute("src"); this.still.things = []; this.still.landmarks = []; }
  }

  #map() {
    const { slide, sentence, frame } = this.cursor;
    const moment = frame !== null ? { frame } : sentence !== null ? { sentence } : {};
    this.mapped(slide, { shape: this.shape, ...moment }).catch(() => { this.still.things = []; });
  }

  #tell() {
    const { slide } = this;
    this.shapes.hidden = this.film.formats.length < 2;
    if (this.shapes.dataset.of !== this.film.formats.join()) {
      this.shapes.dataset.of = this.film.formats.join();
      if (!this.film.formats.includes(this.shape)) [this.shape] = this.film.formats;
      this.shapes.replaceChildren(...this.film.formats.map((shape) => {
        const [across, down] = shape.split(":");
        return h("button", { data: { shape }, aria: { pressed: String(shape === this.shape) }, onclick: () => this.#turn(shape) },
          h("img", { alt: "", style: { aspectRatio: `${across} / ${down}` } }), h("span", {}, shape));
      }));
    }
    this.node.classList.toggle("nothing", !slide);
    if (!slide) {
      this.heading.textContent = tr("No slide yet");
      this.#empty();
    }
    if (!slide) { this.form.replaceChildren(); this.shown = ""; return; }
    this.before.hidden = !slide.stale;
    this.heading.textContent = tr("Slide {number}: {kind}", { number: slide.index + 1, kind: KINDS[slide.kind]() });
    const mild = [...this.film.warnings, ...this.looks.get(slide.id) ?? []];
    const wrong = [...this.film.problems, ...mild.map((one) => ({ ...one, mild: true }))].filter((one) => one.slide === slide.id)
      // A photograph that was just added has no file yet: the place to drop it says so.
      .filter((one) => one.code !== "file-name-unfit" || (slide.fields.image ?? slide.fields.footage)?.file !== "");
    // A film's fields are made once for a slide; after that only their values change.
    const same = `${slide.id} ${slide.kind} ${(slide.fields.pictures ?? []).length}`;
    if (this.shown === same) this.fields.refresh();
    else { this.shown = same; this.#make(slide); }
    this.problems.replaceChildren(...wrong.slice(0, 8).map((one) =>
      h("li", { className: one.mild ? "mild" : "wrong" }, sentence(one.what), h("span", { className: "remedy" }, remedy(one, this.#fieldOf(one.key))))));
    this.fields?.mark(wrong.filter((one) => !one.mild));
  }

  /** What the field is called in which *key*, or what it holds, is put right on this page; empty: there is none. */
  #fieldOf(key) {
    const names = [...this.fields?.controls.keys() ?? []];
    const found = names.includes(key) ? key : names.find((name) => key && name.startsWith(`${key}.`));
    return found ? named((found === key ? found : key).split(".").findLast((step) => !/^\d+$/.test(step))) : "";
  }

  #turn(shape) {
    this.shape = this.cursor.shape = shape;
    for (const button of this.shapes.children) button.setAttribute("aria-pressed", String(button.dataset.shape === shape));
    this.#look();
    this.learn();
  }

  #make(slide) {
    const { id } = slide;
    const get = (path) => {
      const waiting = this.film.waiting(id, path);
      if (waiting) return waiting.value;
      return path.reduce((value, key) => (value === null || value === undefined ? undefined
        : key === 0 && !Array.isArray(value) && typeof value === "object" ? value : value[key]), this.film.slides[id]?.fields);
    };
    const fields = new Fields(this.schema, {
      get, lang: this.film.language,
      put: (path, value, typed) => this.film.put(id, path, value, typed),
      edit: (edit) => this.film.edit({ ...edit, slide: id }),
      licences: this.studio.licenses,
      custom: {
        alt: (path) => this.#alt(path),
        file: (path, definition) => this.#file(path, definition),
        name: (path, definition, required) => {
          const field = fields.text(required ? `${named("name")} *` : named("name"), resolved(this.schema, definition), path, required);
          return path[1] === "places" ? placeName(this, field, path) : field;
        },
        record: () => null,  // pick writes it, for itself
      },
    });
    this.fields = fields;
    this.dropped = null;
    const own = this.schema.definitions.Slide.properties;
    const parts = [this.#kind(slide)];
    if (slide.kind === "image") parts.push(picturePart(this, ["image"]));
    else if (slide.kind === "pictures") {
      const count = Array.isArray(slide.fields.pictures) ? slide.fields.pictures.length : 1;
      for (let index = 0; index < count; index += 1) {
        parts.push(h("details", { className: "group", open: index === 0 }, h("summary", {}, tr("Picture {number}", { number: index + 1 })), picturePart(this, ["pictures", index])));
      }
      parts.push(anotherPicture(this, count));
    } else if (slide.kind === "footage") parts.push(...this.#footage(own, fields));
    else if (slide.kind === "map") parts.push(...this.#mapFields(own, fields));
    else if (slide.kind) parts.push(...fields.of(own[slide.kind], [slide.kind]));
    else parts.push(picturePart(this, ["image"]));
    parts.push(h("details", { className: "group" }, h("summary", {}, tr("Rhythm, music, sources")), OTHER.map((key) => fields.one(own[key], [key]))));
    this.form.replaceChildren(...parts.flat().filter(Boolean));
  }

  #alt(path) {
    const control = h("textarea", { rows: 3, spellcheck: true, lang: this.film.language });
    const count = h("p", { className: "count" });
    const tell = () => {
      const { length } = control.value;
      count.textContent = length === 0 ? tr("Missing: people who can't see the picture are told nothing.")
        : trn("{count} letter", "{count} letters", length) + (length > 300 ? ` — ${tr("two sentences are enough")}` : "");
      count.classList.toggle("wrong", length === 0);
    };
    const update = () => {
      if (document.activeElement === control) return;
      control.value = this.fields.get(path) ?? "";
      tell();
    };
    control.addEventListener("input", () => { tell(); this.film.put(this.slide.id, path, control.value, true); });
    this.fields.updates.push(update);
    this.fields.controls.set(path.join("."), control);
    update();
    const field = labelled(named("alt"), control, tr("What the picture shows, for those who don't see it: one or two sentences."));
    field.append(count);
    return field;
  }

  #file(path, definition) {
    if (!["footage", "music"].includes(path[0])) return this.fields.text(named("file"), resolved(this.schema, definition), path);
    const part = mediaPart(this.film, this.fields, path, definition, { slide: this.slide.id, limits: this.studio.limits });
    if (path[0] === "footage") this.dropped = part.take;
    return part;
  }

  /** A stretch of a film: it begins, or ends, at the moment that is shown. */
  #footage(own, fields) {
    const mark = (key, said) => h("button", { type: "button", onclick: () => {
      const value = fields.get(["footage"]);
      const start = seconds(value?.start ?? 0);
      const at = start + (Number(this.slider.value) / (this.time?.fps ?? this.film.fps)) * Number(value?.speed ?? 1);
      this.film.put(this.slide.id, ["footage", key], Math.round(at * 100) / 100);
      announce(tr("{what}: {value}", { what: named(key), value: clock(at) }));
    } }, said);
    const all = fields.of(own.footage, ["footage"], ["file", "alt", "start", "end", "speed", "sound", "fit", "rights"]);
    all.splice(2, 0, h("div", { className: "row" }, mark("start", tr("Begin at the moment shown")), mark("end", tr("End at the moment shown"))));
    return all;
  }

  #mapFields(own, fields) {
    const adding = h("button", { type: "button", aria: { pressed: "false" }, onclick: () => {
      const on = adding.getAttribute("aria-pressed") !== "true";
      adding.setAttribute("aria-pressed", String(on));
      this.adding = on;
      this.still.classList.toggle("adding", on);
      if (on) announce(tr("Click on the map where the place is."));
      if (this.view) mapThings(this, this.view);
    } }, tr("Add a place by clicking on the map"));
    this.addingButton = adding;
    this.adding = false;
    const definition = resolved(this.schema, own.map).properties;
    // Around the middle of what is shown, which is waited for; of a map that can't be drawn, of what it is to show.
    const places = async (...offsets) => {
      const { slide } = this;
      const view = this.view ?? await this.film.api.map(slide.id, { shape: this.shape }).catch(() => null);
      if (view) return offsets.map(([across, down]) => projected(view).inverse(this.framing.under([0.5 + across, 0.5 + down])));
      const middle = writtenMiddle(slide.fields.map);
      if (!middle) { toast(tr("The map can't be drawn yet: say first what it shows."), { wrong: true }); return null; }
      const { west, east, km } = slide.fields.map.view;
      const wide = km === undefined ? Number(east) - Number(west) : Number(km) / 111;  // degrees, about
      return offsets.map(([across, down]) => [middle[0] - down * wide / 2, middle[1] + across * wide].map((one) => Math.round(one * 1e4) / 1e4));
    };
    const placedAt = (key, ...offsets) => async () => { const points = await places(...offsets); return points && { [key]: points }; };
    const list = (key, first) => {
      const { item, description } = resolved(this.schema, definition[key]);
      const box = fields.list(item, ["map", key], description, { first });
      // What is unfolded in the list has its points on the map.
      box.addEventListener("toggle", (event) => {
        const row = event.target.closest(".row-item");
        if (row?.open) { this.chosen = { key, index: Number(row.dataset.index) }; if (this.view) mapThings(this, this.view); }
      }, true);
      return box;
    };
    const line = [[-0.1, 0], [0.1, 0]];
    return [h("p", { className: "hint" }, tr("Towns in small letters are there to find one's way: the film doesn't show them.")), adding,
      list("places", async () => { const [at] = await places([0, 0]) ?? []; return at && { name: UNWRITTEN, at }; }), list("arrows", placedAt("path", ...line)),
      list("fronts", placedAt("line", ...line)), list("areas", placedAt("ring", ...line, [-0.1, -0.1])),
      list("lines", placedAt("path", ...line)),
      ...fields.of(own.map, ["map"], ["alt", "clock", "view", "to", "views", "ground", "legend", "inset", "motion", "credit"])];
  }
}

/** Whether a person lets what a slide shows give way; nobody is asked where there is nothing yet. */
async function mayBecome(slide, kind) {
  const shown = slide.fields[slide.kind];
  const file = typeof shown === "object" ? shown?.file : shown;
  const isEmpty = !slide.kind || ["image", "footage"].includes(slide.kind) ? !file : slide.kind === "card" ? [undefined, UNWRITTEN].includes(shown?.title) && !shown?.text : false;
  return isEmpty || ask(tr("Show this instead: {kind}?", { kind: KINDS[kind]() }),
    tr("What the slide shows now ({what}) gives way. What it says, its chapter, its caption and its sources stay. Ctrl+Z, or the arrow at the top, brings all of it back.", { what: pictured(slide) }), tr("Change"));
}

function seconds(value) {
  const parts = String(value).replace(",", ".").replace("s", "").split(":").map(Number);
  return parts.reduce((sum, part) => sum * 60 + part, 0) || 0;
}
