// Forms out of the storyboard's schema: whatever a key is, there is a field for it.
//
// Comes in: a definition of the schema, the value that the file has, where it stands. Goes out: edits.

import { h, labelled, newId, tongue, tr } from "./dom.js";

/** What a historian calls a key. */
export const NAMES = {
  alt: () => tr("Alternative text"), arrows: () => tr("Arrows"), areas: () => tr("Areas"), contributors: () => tr("Thanks"), credits: () => tr("Credits at the end"), description: () => tr("About the film"),
  engine: () => tr("Voice"), film: () => tr("Rhythm and shapes"), formats: () => tr("Shapes of the film"), model: () => tr("Model"), opening: () => tr("Title card at the beginning"),
  pause: () => tr("Silences"), paragraph: () => tr("Between paragraphs"), rate: () => tr("Pace"), related: () => tr("To read next"), role: () => tr("For what"),
  style: () => tr("Theme"), subtitle: () => tr("Subtitle"), voice: () => tr("Voice"), address: () => tr("Address of the server"), loudness: () => tr("Loudness"), at: () => tr("Appears"),
  author: () => tr("Author"), borders: () => tr("Borders"), callouts: () => tr("Marks on the picture"), caption: () => tr("Caption on the picture"),
  case: () => tr("Capitals must match"), centre: () => tr("Middle"), chapter: () => tr("Chapter that starts here"), city: () => tr("Built-up ground"),
  clock: () => tr("Date shown"), credit: () => tr("Credit line"), date: () => tr("Date"), east: () => tr("East"), end: () => tr("Ends at"),
  expires: () => tr("May be shown until"), fade_in: () => tr("Fades in over"), fade_out: () => tr("Fades out over"), file: () => tr("File"),
  fit: () => tr("How it fills the frame"), focus: () => tr("What must stay in view"), from: () => tr("From"), fronts: () => tr("Front lines"),
  ground: () => tr("Ground"), hold: () => tr("Silence after"), holder: () => tr("Held by"), id: () => tr("Name for links"),
  inset: () => tr("Small map in a corner"), ipa: () => tr("Phonemes (IPA)"), kind: () => tr("Kind"), km: () => tr("Kilometres across"),
  label: () => tr("Words beside it"), lakes: () => tr("Lakes"), land: () => tr("Land"), lead: () => tr("Silence before"), legend: () => tr("Legend"),
  length: () => tr("Length in seconds"), level: () => tr("Loudness"), license: () => tr("Licence"), line: () => tr("Line"), lines: () => tr("Lines"),
  loop: () => tr("Played again and again"), modified: () => tr("What was changed"), motion: () => tr("Movement"), music: () => tr("Music"),
  name: () => tr("Name"), narration: () => tr("Narration"), north: () => tr("North"), path: () => tr("Points"), pins: () => tr("Dates held to sentences"),
  places: () => tr("Places"), poster: () => tr("Slide whose picture announces the film"), credits_page: () => tr("Credits at the end"), pronounce: () => tr("How names are said"), reference: () => tr("Reference there"), rights: () => tr("Rights"),
  ring: () => tr("Outline"), rivers: () => tr("Rivers"), say: () => tr("Is said"), schematic: () => tr("A sketch"), sentence: () => tr("Sentence"),
  show: () => tr("What is shown"), side: () => tr("Side"), sides: () => tr("Names of the sides"), silence: () => tr("Silence instead of words"),
  size: () => tr("Size"), sound: () => tr("Its own sound"), source_url: () => tr("Page on the web"), sources: () => tr("Sources"),
  south: () => tr("South"), speed: () => tr("Speed"), start: () => tr("Begins at"), stay: () => tr("Stays for"), target: () => tr("Function"),
  text: () => tr("Text"), title: () => tr("Title"), to: () => tr("Until"), trace: () => tr("Leaves a trace"), transition: () => tr("Transition"),
  until: () => tr("Goes"), url: () => tr("Page on the web"), view: () => tr("What the map shows"), views: () => tr("Views, one after the other"),
  permission: () => tr("Permission"), document: () => tr("Letter or contract"), restrictions: () => tr("Other limits to its use"), record: () => tr("Where machines read its rights"),
  west: () => tr("West"), when: () => tr("Appears at the words"), width: () => tr("Width"), write: () => tr("Written"),
};
const VALUES = {
  cover: () => tr("fills the frame"), contain: () => tr("whole, on paper"), blur: () => tr("whole, over a blur"), auto: () => tr("by itself"), none: () => tr("none"),
  cut: () => tr("cut"), fade: () => tr("fade"), black: () => tr("through black"), wipe: () => tr("wipe"), off: () => tr("off"), low: () => tr("low, under the voice"),
  keep: () => tr("kept"), yes: () => tr("yes"), no: () => tr("no"), allies: () => tr("Allies"), axis: () => tr("Axis"), neutral: () => tr("neutral"),
  rectangle: () => tr("rectangle"), circle: () => tr("circle"), arrow: () => tr("arrow"), label: () => tr("words"), day: () => tr("day"), hour: () => tr("hour"),
  month: () => tr("month"), nothing: () => tr("nothing"), objective: () => tr("objective"), capital: () => tr("capital"), city: () => tr("city"), town: () => tr("town"),
  landing: () => tr("landing"), port: () => tr("port"), fort: () => tr("fort"), strongpoint: () => tr("strongpoint"), gate: () => tr("gate"), bridge: () => tr("bridge"),
  battle: () => tr("battle"), wreck: () => tr("wreck"), mine: () => tr("minefield"), water: () => tr("water"), region: () => tr("region"), note: () => tr("note"),
  road: () => tr("road"), railway: () => tr("railway"), breakwater: () => tr("breakwater"), wall: () => tr("wall"), pipeline: () => tr("pipeline"),
  gtts: () => tr("gtts (the text is sent to Google)"), azure: () => tr("azure (the text is sent to Microsoft)"), google: () => tr("google (the text is sent to Google)"),
  mistral: () => tr("mistral (the text is sent to Mistral)"), http: () => tr("http (the text is sent to your own server)"), hum: () => tr("hum (a hum, to try the rhythm)"),
  boundary: () => tr("boundary"), river: () => tr("river"),
};
const UNWRITTEN = "…";  // what a new card bears until somebody writes its title
const VIEW_FORMS = { west: "edges", east: "edges", south: "edges", north: "edges", centre: "middle", km: "middle" };
const LONG = new Set(["alt", "text", "description", "narration", "credit"]);

/** The eight points of the compass, and how an arrow moves. */
const POINTS = {
  n: () => tr("north"), ne: () => tr("north-east"), e: () => tr("east"), se: () => tr("south-east"), s: () => tr("south"), sw: () => tr("south-west"), w: () => tr("west"), nw: () => tr("north-west"),
  centre: () => tr("in the middle"), center: () => tr("in the middle"), true: () => tr("yes"), false: () => tr("no"), fly: () => tr("as seen from an aircraft"),
};

/** A sentence of a description is left out where it speaks of how the file is written. */
const hinted = (description) => (description ?? "").split(/(?<=[.…])\s+/).filter((one) => !/[`[{]|« (from|auto|to) »|'(from|auto|to)'/.test(one)).join(" ");
/** The same without capitals, the asterisk and the full stop. */
const bare = (text) => folded(text.replace("*", "")).replace(/[.\s]+$/, "").trim();
/** What only says the field's own name again helps nobody. */
const hint = (name, description) => (description && (bare(description) === bare(name) || (description.length < 28 && folded(description).includes(folded(name.replace("*", ""))))) ? "" : hinted(description));

export const named = (key) => NAMES[key]?.() ?? key.replaceAll("_", " ");
export const valued = (value) => (VALUES[value] ?? POINTS[value])?.() ?? (typeof value === "number" ? decimal(value) : String(value));

/** A number as the reader writes it: with a comma in French. */
export const decimal = (number) => new Intl.NumberFormat(tongue, { maximumFractionDigits: 6, useGrouping: false }).format(number);
/** A number out of what was typed, whichever mark it has; other words stay as they are. */
export const typedNumber = (text) => (/^\s*[+-]?\d+([.,]\d*)?\s*$/.test(text) ? Number(text.replace(",", ".")) : text);

const folded = (text) => text.normalize("NFD").replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();

/** A field for a licence: chosen by its name, kept by its identifier. Nothing wrong reaches the file. */
export function licenceInput(licences, { get, put, label = "" }) {
  const list = h("datalist", { id: newId() }, licences.map(({ id, title }) => h("option", { value: title }, id)));
  const wrong = h("p", { className: "wrong", role: "status", id: newId() });
  const input = h("input", { autocomplete: "off", aria: { describedby: wrong.id, label: label || null } });
  input.setAttribute("list", list.id);
  const titled = (id) => licences.find((one) => one.id === id)?.title ?? id ?? "";
  const found = (text) => licences.find(({ id, title }) => [id, title].some((one) => folded(one) === folded(text)))?.id
    ?? (/^(LicenseRef-[A-Za-z0-9.-]+|CC-BY[A-Z0-9.-]*-\d\.\d-[A-Z]+)$/.test(text.trim()) ? text.trim() : null);
  const update = () => { if (document.activeElement !== input && !wrong.textContent) input.value = titled(get()); };
  const read = (leaving) => {
    const text = input.value.trim();
    const id = text ? found(text) : "";
    wrong.textContent = id === null && leaving ? tr("No licence has this name: choose one from the list, or write LicenseRef- and a name of your own.") : "";
    if (id !== null && id !== (get() ?? "")) put(id);
  };
  input.addEventListener("input", () => read(false));
  input.addEventListener("change", () => { read(true); });
  update();
  return { input, update, more: [list, wrong] };
}

/** A definition without its references and short forms: {enum | properties | items | text}. */
export function resolved(schema, definition) {
  let found = definition;
  const seen = [];
  for (;;) {
    seen.push(found);
    if (found.$ref) found = schema.definitions[found.$ref.split("/").at(-1)];
    else if (found.allOf) found = found.allOf[0];
    else break;
  }
  const description = seen.find((one) => one.description)?.description ?? "";
  const note = seen.find((one) => one.$comment)?.$comment ?? "";
  const choices = [found, ...(found.anyOf ?? found.oneOf ?? [])].map((one) => (one.$ref ? resolved(schema, one) : one));
  const of = (name) => choices.find((one) => one[name]);
  const default_ = seen.find((one) => one.default !== undefined)?.default;
  if (note === "yes or no") return { kind: "choice", values: ["yes", "no"], default: default_ === true ? "yes" : default_ === false ? "no" : undefined, description };
  if (of("properties")) return { kind: "keys", properties: of("properties").properties, required: of("properties").required ?? [], description };
  const list = of("items");
  if (list && !Array.isArray(list.items) && resolved(schema, list.items).kind === "keys") {
    return { kind: "list", item: list.items, description };
  }
  if (of("keys")) return of("keys");
  if (list) return { kind: "numbers", description };
  const numeric = choices.some((one) => ["number", "integer"].includes(one.type));
  if (of("enum") && choices.length === 1) return { kind: "choice", values: of("enum").enum, default: default_, description };
  return { kind: "text", description, note, numeric, default: default_ };
}

/** Fields for *keys* of a mapping. `put(path, value, typed)` writes; `get(path)` reads what the file has. */
export class Fields {
  constructor(schema, { get, put, edit, lang, custom = {}, choices = {}, licences = [] }) {
    Object.assign(this, { schema, get, put, edit, lang, custom, choices, licences });
    this.updates = [];
    this.controls = new Map();  // dotted key → its control
  }

  /** Say beside each field what is wrong with what it holds. */
  mark(problems) {
    for (const [key, control] of this.controls) {
      const one = control.isConnected && problems.find((problem) => problem.key === key);
      let note = control.parentNode?.querySelector(":scope > .wrong.of-field");
      if (!one) {
        if (note) { note.remove(); control.removeAttribute("aria-invalid"); control.removeAttribute("aria-errormessage"); }
        continue;
      }
      if (!note) {
        note = h("p", { className: "wrong of-field", id: newId() });
        control.after(note);
        control.setAttribute("aria-invalid", "true");
        control.setAttribute("aria-errormessage", note.id);
        for (let fold = control.closest("details"); fold; fold = fold.parentNode.closest("details")) fold.open = true;
      }
      note.textContent = one.what;
    }
  }

  /** Values as they are now; a field that is being typed in is left alone. */
  refresh() { for (const update of this.updates) update(); }

  of(definition, path, keys) {
    const { properties, required } = resolved(this.schema, definition);
    return (keys ?? Object.keys(properties)).filter((key) => properties[key]).map((key) => this.one(properties[key], [...path, key], required.includes(key)));
  }

  one(definition, path, required = false) {
    const field = this.#one(definition, path, required);
    const form = VIEW_FORMS[path.at(-1)];
    if (!field || !form) return field;
    // Of the two forms of a view only the one that the file has is shown.
    const update = () => { field.hidden = (this.get([...path.slice(0, -1), "km"]) === undefined) !== (form === "edges"); };
    this.updates.push(update);
    update();
    return field;
  }

  #one(definition, path, required) {
    const key = path.at(-1);
    if (this.custom[key]) return this.custom[key](path, definition);
    const told = resolved(this.schema, definition);
    if (key === "license") return this.licence(path);
    if (this.choices[key]) Object.assign(told, { kind: "choice", values: [...new Set([...this.choices[key], this.get(path) ?? this.choices[key][0]])], description: "" });
    if (told.kind === "keys") {
      return h("details", { className: "group", open: false }, h("summary", {}, key === "to" ? tr("The view moves to") : named(key)),
        hinted(told.description) ? h("p", { className: "hint" }, hinted(told.description)) : null, this.of(definition, path));
    }
    if (told.kind === "list") return this.list(told.item, path, told.description);
    if (key === "centre" && told.kind === "numbers") return this.position(path);
    if (told.kind === "numbers") return null;  // set on the picture
    if (key === "label" && told.kind === "choice") return this.choice(tr("Where its name goes"), told, path);
    const name = required ? `${named(key)} *` : named(key);
    return told.kind === "choice" ? this.choice(name, told, path) : this.text(name, told, path, required);
  }

  licence(path) {
    const { input, update, more } = licenceInput(this.licences, { get: () => this.get(path), put: (id) => this.put(path, id) });
    this.updates.push(update);
    this.controls.set(path.join("."), input);
    const field = labelled(named("license"), input);
    field.append(...more);
    return field;
  }

  text(name, told, path, required = false) {
    const key = path.at(-1);
    const control = LONG.has(key) ? h("textarea", { rows: 3, spellcheck: true, lang: this.lang })
      : h("input", { autocomplete: "off", placeholder: told.default === undefined ? "" : valued(told.default), required });
    const update = () => {
      if (document.activeElement === control) return;
      const value = this.get(path);
      const text = value === undefined || value === null || (key === "title" && value === UNWRITTEN) ? "" : typeof value === "object" ? String(value.text ?? value.title ?? value.file ?? value.kind ?? "") : told.numeric && typeof typedNumber(String(value)) === "number" ? decimal(typedNumber(String(value))) : String(value);
      if (control.value !== text) control.value = text;
    };
    if (required && key === "title") control.placeholder = tr("Not written yet");
    control.addEventListener("input", () => this.put(path, told.numeric ? typedNumber(control.value) : control.value, true));
    update();
    this.updates.push(update);
    this.controls.set(path.join("."), control);
    return labelled(name, control, hint(name, told.description));
  }

  /** Latitude and longitude, written one after the other as guidebooks do. */
  position(path) {
    const control = h("input", { autocomplete: "off" });
    const update = () => {
      const value = this.get(path);
      if (document.activeElement !== control) control.value = Array.isArray(value) ? value.map((one) => decimal(typedNumber(String(one)))).join("  ") : value ?? "";
    };
    control.addEventListener("input", () => {
      const numbers = control.value.match(/[+-]?\d+(?:[.,]\d+)?/g) ?? [];
      this.put(path, numbers.length === 2 ? numbers.map(typedNumber) : control.value, true);
    });
    update();
    this.updates.push(update);
    this.controls.set(path.join("."), control);
    return labelled(tr("Middle"), control, tr("Degrees of latitude, then of longitude."));
  }

  choice(name, told, path) {
    const blank = told.default === undefined ? "—" : `${valued(told.default)} ${tr("(as usual)")}`;
    const control = h("select", { onchange: () => this.put(path, control.value || undefined) },
      h("option", { value: "" }, blank),
      told.values.filter((value) => value !== told.default).map((value) => h("option", { value: String(value) }, valued(value))));
    const update = () => {
      const value = this.get(path);
      const plain = value === true ? "yes" : value === false ? "no" : typeof value === "object" ? value?.kind : value;
      control.value = plain === told.default || plain === undefined ? "" : String(plain);
    };
    update();
    this.updates.push(update);
    this.controls.set(path.join("."), control);
    // The schema's own words explain the values as the file has them: here they say it themselves.
    return labelled(name, control, told.values.every((value) => valued(value) !== String(value)) ? "" : hinted(told.description));
  }

  /** A list of things, each in a fold of its own; made anew when their number changes. */
  list(item, path, description = "", { first = {}, summary = summaryOf } = {}) {
    const rows = h("div", { className: "rows" });
    const box = h("details", { className: "group" }, h("summary", {}, named(path.at(-1))),
      hinted(description) ? h("p", { className: "hint" }, hinted(description)) : null, rows,
      h("button", { type: "button", onclick: () => add() }, tr("Add")));
    const add = async () => {
      const index = all().length;
      if (!await this.edit({ op: "insert", path, index, value: typeof first === "function" ? first() : first }) || !rows.children[index]) return;
      box.open = rows.children[index].open = true;
      rows.children[index].querySelector("input, select, textarea")?.focus();
    };
    const all = () => { const value = this.get(path); return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]; };
    let shown = -1;
    const update = () => {
      const values = all();
      box.firstElementChild.textContent = values.length ? `${named(path.at(-1))} (${values.length})` : named(path.at(-1));
      if (values.length !== shown) {
        // The focus must not fall out of the page with the row it was in.
        const held = rows.contains(document.activeElement);
        shown = values.length;
        rows.replaceChildren(...values.map((value, index) => h("details", { className: "row-item", data: { index } }, h("summary", {}, ""),
          this.of(item, [...path, index]),
          h("div", { className: "row end" },
            index > 0 ? h("button", { type: "button", className: "quiet", onclick: () => this.edit({ op: "move", path, from: index, to: index - 1 }) }, tr("Move up")) : null,
            h("button", { type: "button", className: "quiet", onclick: () => this.edit({ op: "remove", path: [...path, index] }) }, tr("Take away"))))));
        if (held) box.firstElementChild.focus();
      }
      values.forEach((value, index) => { rows.children[index].firstElementChild.textContent = `${index + 1}. ${summary(value)}`; });
    };
    update();
    this.updates.push(update);
    return box;
  }
}

export function summaryOf(value) {
  if (typeof value !== "object") return String(value);
  const words = value.name ?? value.text ?? value.title ?? value.label ?? value.file ?? value.date ?? "";
  return words || (value.kind ? valued(value.kind) : tr("without a name"));
}
