// Forms out of the storyboard's schema: whatever a key is, there is a field for it.
//
// Comes in: a definition of the schema, the value that the file has, where it stands. Goes out: edits.

import { h, labelled, newId, tr } from "./dom.js";
import { UNWRITTEN, decimal, named, sentence, valued, worded } from "./wording.js";

const VIEW_FORMS = { west: "edges", east: "edges", south: "edges", north: "edges", centre: "middle", km: "middle" };
const LONG = new Set(["alt", "text", "description", "narration", "credit"]);

/** A sentence of a description is left out where it speaks of how the file is written. */
const hinted = (description) => (description ?? "").split(/(?<=[.…])\s+/).filter((one) => !/[`[{]/.test(one) && worded(one) === one).join(" ");
/** The same without capitals, the asterisk and the full stop. */
const bare = (text) => folded(text.replace("*", "")).replace(/[.\s]+$/, "").trim();
/** What only says the field's own name again helps nobody. */
const hint = (name, description) => (description && (bare(description) === bare(name) || (description.length < 28 && folded(description).includes(folded(name.replace("*", ""))))) ? "" : hinted(description));

/** A number out of what was typed, whichever mark it has; other words stay as they are. */
export const typedNumber = (text) => (/^\s*[+-]?\d+([.,]\d*)?\s*$/.test(text) ? Number(text.replace(",", ".")) : text);

const folded = (text) => text.normalize("NFD").replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();

const OTHER = "…";  // no identifier has this letter

/** A field for a licence: chosen by its name, kept by its identifier; under it, what has to be credited. */
export function licenceInput(groups, { get, put, label = "", blank = "—" }) {
  const credit = h("p", { className: "hint", id: newId() });
  const input = h("select", { aria: { describedby: credit.id, label: label || null }, onchange: () => {
    told();
    another.hidden = input.value !== OTHER;
    if (another.hidden) put(input.value); else own.focus();
  } },
    h("option", { value: "" }, blank),
    groups.map(({ title, licenses }) => h("optgroup", { label: title }, licenses.map((one) => h("option", { value: one.id }, one.title)))),
    h("option", { value: OTHER }, tr("Another licence…")));
  const own = h("input", { autocomplete: "off", placeholder: "https://…", onblur: () => {
    const value = own.value.trim();
    own.value = "";
    another.hidden = true;
    if (value) put(value);
    update();  // nothing was written: the file's own stands there again
  }, onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); input.focus(); } } });
  const another = labelled(tr("Its address on the web, or its short name"), own);
  another.hidden = true;
  const known = groups.flatMap(({ licenses }) => licenses);
  const told = () => { credit.textContent = groups.find(({ licenses }) => licenses.some(({ id }) => id === input.value))?.credit ?? ""; };
  const update = () => {
    const text = String(get() ?? "");
    const id = known.find((one) => [one.id, one.title].some((name) => folded(name) === folded(text)))?.id ?? text;
    if (document.activeElement === own) return;  // it is being written
    another.hidden = true;
    // A contract's own name, or a country's version of a licence: the list hasn't got it, the file may.
    if (![...input.options].some((one) => one.value === id)) input.append(h("option", { value: id }, id));
    input.value = id;
    told();
  };
  update();
  return { input, update, more: [another, credit] };
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
  // The note is in the reader's language; what it is about isn't.
  if (choices.slice(1).length && choices.slice(1).every((one) => one.enum || one.pattern) && of("enum")?.enum.includes(true)) return { kind: "choice", values: ["yes", "no"], default: default_ === true ? "yes" : default_ === false ? "no" : undefined, description };
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
      note.textContent = sentence(one.what);
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
    if (told.kind === "numbers") return key === "centre" ? this.centre(path) : null;  // set on the picture
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

  /** Latitude and longitude, as maps on the web show them. */
  centre(path) {
    const control = h("input", { autocomplete: "off", placeholder: "49.64, -1.62" });
    const update = () => { if (document.activeElement !== control) control.value = (this.get(path) ?? []).join(", "); };
    control.addEventListener("change", () => {
      const found = /^\s*(-?\d+(?:[.,]\d+)?)\s*[;,\s]\s*(-?\d+(?:[.,]\d+)?)\s*$/.exec(control.value);
      if (found || !control.value.trim()) this.put(path, found?.slice(1).map(typedNumber));
    });
    update();
    this.updates.push(update);
    this.controls.set(path.join("."), control);
    return labelled(tr("Middle: latitude, longitude"), control, tr("Degrees of latitude, then of longitude."));
  }

  text(name, told, path, required = false) {
    const key = path.at(-1);
    const control = LONG.has(key) ? h("textarea", { rows: 3, spellcheck: true, lang: this.lang })
      : h("input", { autocomplete: "off", placeholder: told.default === undefined ? "" : valued(told.default), required });
    const update = () => {
      if (document.activeElement === control) return;
      const value = this.get(path);
      const text = value === undefined || value === null || value === UNWRITTEN ? "" : typeof value === "object" ? String(value.text ?? value.title ?? value.file ?? value.kind ?? "") : told.numeric && typeof typedNumber(String(value)) === "number" ? decimal(typedNumber(String(value))) : String(value);
      if (control.value !== text) control.value = text;
    };
    if (required && ["title", "name"].includes(key)) control.placeholder = tr("Not written yet");
    const empty = h("p", { className: "wrong", role: "status" });
    control.addEventListener("input", () => {
      // A film without its title is no film: what the file has stays until there is another.
      const lacks = required && path.length === 1 && !control.value.trim();
      empty.textContent = lacks ? tr("This can't be empty: the file keeps what it has until you write another.") : "";
      if (!lacks) this.put(path, told.numeric ? typedNumber(control.value) : control.value, true);
    });
    update();
    this.updates.push(update);
    this.controls.set(path.join("."), control);
    const field = labelled(name, control, hint(name, told.description));
    field.append(empty);
    return field;
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

  /** One more, unfolded, with the keyboard in its first field. */
  async #add(box, rows, edit) {
    box.open = true;
    if (!await this.edit(edit)) return;
    const row = rows.children[edit.index];
    if (!row) return;
    row.open = true;
    row.querySelector("input, textarea, select")?.focus();
  }

  /** A list of things, each in a fold of its own; made anew when their number changes. */
  list(item, path, description = "", { first = {}, summary = summaryOf } = {}) {
    const rows = h("div", { className: "rows" });
    const box = h("details", { className: "group" }, h("summary", {}, named(path.at(-1))),
      hinted(description) ? h("p", { className: "hint" }, hinted(description)) : null, rows,
      h("button", { type: "button", onclick: async () => {
        const value = typeof first === "function" ? await first() : first;
        if (value) await this.#add(box, rows, { op: "insert", path, index: all().length, value });
      } },
        tr("Add")));
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
  const words = value.name === UNWRITTEN ? "" : value.name ?? value.text ?? value.title ?? value.label ?? value.file ?? value.date ?? "";
  return words || (value.kind ? valued(value.kind) : tr("without a name"));
}
