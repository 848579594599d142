// Elements, words and what is said to a screen reader.
//
// All text goes in as text nodes: no string is ever read as markup.

/** An element. Properties starting with "on" are listeners; `data`, `aria` and `style` are objects. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "aria") {
      for (const [key, said] of Object.entries(value)) {
        if (said !== undefined && said !== null) node.setAttribute(`aria-${key}`, String(said));
      }
    } else if (name === "style") Object.assign(node.style, value);
    else if (name in node && name !== "list" && name !== "form") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const ICONS = {
  play: "M7 4.5v15l12-7.5z", up: "M12 5l-7 8h4.5v6h5v-6H19z", down: "M12 19l7-8h-4.5V5h-5v6H5z",
  copy: "M8 3h11v13h-2V5H8zM5 7h10v14H5zm2 2v10h6V9z", bin: "M9 3h6l1 2h4v2H4V5h4zM6 8h12l-1 13H7zm3 2 .4 9h1.6l-.2-9zm4.200 0-.2 9h1.600l.4-9z",
  mic: "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11h2a4 4 0 0 0 8 0h2a6 6 0 0 1-5 5.900V20h3v2H8v-2h3v-3.100A6 6 0 0 1 6 11z",
  undo: "M9 4v4h5a6 6 0 0 1 0 12H8v-2.500h6a3.500 3.500 0 0 0 0-7H9v4L3 9.500z", redo: "M15 4v4h-5a6 6 0 0 0 0 12h6v-2.500h-6a3.500 3.500 0 0 1 0-7h5v4l6-5.500z",
};

/** A sign of our own: fonts of old machines lack most. Never alone: its button has a name. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export const byId = (id) => document.getElementById(id);

/** A label above a control, tied to it. */
export function labelled(text, control, hint = "") {
  control.id ||= newId();
  const note = hint ? h("p", { className: "hint", id: `${control.id}-hint` }, hint) : null;
  if (note) control.setAttribute("aria-describedby", note.id);
  return h("div", { className: "field" }, h("label", { htmlFor: control.id }, text), control, note);
}

let numbers = 0;
export const newId = () => `e${(numbers += 1)}`;

// --- words --------------------------------------------------------------------------------------

let catalogue = {};
/** The reader's language, of those the tool speaks. */
export let uiLanguage = "en";

export async function loadMessages(base, wanted) {
  uiLanguage = wanted;
  document.documentElement.lang = uiLanguage;
  // The source's own words need no catalogue.
  if (uiLanguage !== "en") catalogue = await (await fetch(new URL(`messages.${uiLanguage}.json`, base))).json();
}

const filled = (text, values) =>
  values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole)) : text;

/** *text* in the reader's language, its places filled. */
export const tr = (text, values) => filled(catalogue[text] ?? text, values);

/** The form that *count* asks for. */
export function trn(one, many, count, values) {
  const forms = catalogue[one] ?? [one, many];
  const form = new Intl.PluralRules(uiLanguage).select(count) === "one" ? forms[0] : forms[1];
  return filled(form, { count: new Intl.NumberFormat(uiLanguage).format(count), ...values });
}

/** 1:05, the seconds that have gone by, as players and the film's own page count them. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** 27 November 2026 at 6:57; in French 27 novembre 2026 à 6 h 57, as its printers set hours. */
export function date(ms) {
  const told = new Intl.DateTimeFormat(uiLanguage, { dateStyle: "long", timeStyle: "short" }).format(ms);
  return uiLanguage === "fr" ? told.replace(/0?(\d{1,2}):(\d{2})$/, "$1\u00a0h\u00a0$2") : told;
}

// --- what is said to who can't see it -------------------------------------------------------------

/** The uppermost dialog, or the page: what lies behind a dialog is neither seen nor read aloud. */
const uppermost = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
const LIVING = ["toasts", "said"];

/** Tell a screen reader, without moving the focus. Said again when the same words come twice. */
export function announce(text) {
  const region = byId("said");
  if (region.parentNode !== uppermost()) uppermost().append(region);
  region.textContent = "";
  // A region that is emptied and filled in one go counts as unchanged.
  requestAnimationFrame(() => { region.textContent = text; });
}

/** A line at the foot of the window that goes by itself; a mistake stays until it is put away, or something goes well. */
export function toast(text, { wrong = false, action = null, lasts = wrong } = {}) {
  const box = byId("toasts");
  if (box.parentNode !== uppermost()) uppermost().append(box);
  // One thing is wrong at a time: what is said of it last covers nothing but the line at the foot.
  for (const old of [...box.children]) if (old.firstElementChild.textContent === text || (wrong && old.matches(".wrong"))) old.remove();
  const line = h("div", { className: wrong ? "toast wrong" : "toast", role: wrong ? "alert" : "status" },
    h("span", {}, text), action,
    h("button", { className: "quiet", onclick: () => line.remove(), aria: { label: tr("Put this message away") } }, "✕"));
  box.append(line);
  if (!lasts) setTimeout(() => line.remove(), 8000);  // long enough to be read twice
  return line;
}

/** What was wrong has been put right, or was left behind. */
export const dismissErrors = () => { for (const line of document.querySelectorAll("#toasts > .wrong:not(.lasting)")) line.remove(); };

/**
 * What becomes of an act, told where it was done: `.say(text, {wrong})`. A mistake stays until it is put
 * away or the act is done again, and is said again when it comes twice.
 */
export function statusLine() {
  const node = h("p", { className: "hint status-line", role: "status" });
  node.say = (text, { wrong = false, action = null } = {}) => {
    node.replaceChildren();
    node.classList.toggle("wrong", wrong);
    const saying = node.saying = {};
    if (!text) return;
    // A region that is emptied and filled in one go counts as unchanged.
    const parts = [h("span", {}, text), action, wrong ? h("button", { type: "button", className: "quiet", onclick: () => node.say(""), aria: { label: tr("Put this message away") } }, "✕") : null].filter(Boolean);
    requestAnimationFrame(() => { if (node.saying === saying) node.replaceChildren(...parts); });
  };
  return node;
}

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [contenteditable], [tabindex]";
const TYPED_IN = "[contenteditable], textarea, input:not([type=checkbox], [type=radio], [type=range], [type=file])";
const called = (node) => node.getAttribute("aria-label") ?? node.textContent;

/**
 * Keep the focus near where it was when what had it is taken out of the page: a word that was marked,
 * a row that was settled, a form that is made anew. A person who types keys would begin at the top again.
 */
export function keepFocus() {
  let trail = [];
  document.addEventListener("focusin", ({ target }) => {
    trail = [];
    for (let node = target; node && node !== document.body; node = node.parentElement) trail.push(node);
  });
  document.addEventListener("pointerdown", ({ target }) => { if (!target.closest(FOCUSABLE)) trail = []; });  // left on purpose
  new MutationObserver(() => {
    if (document.activeElement !== document.body || !trail.length || trail[0].isConnected) return;
    const [lost] = trail;
    // Whoever was typing types on: never into another field, nor on a button.
    if (lost.matches(TYPED_IN)) { trail = []; byId("app").querySelector("h1")?.focus({ preventScroll: true }); return; }
    const near = trail.filter((node) => node.isConnected).flatMap((node) => {
      const found = [...node.querySelectorAll(FOCUSABLE)].filter((one) => one.checkVisibility());
      return found.find((one) => called(one) === called(lost)) ?? found.find((one) => one.ariaCurrent || one.closest(".here")) ?? found[0] ?? [];
    })[0];
    trail = [];
    near?.focus({ preventScroll: true });
    near?.scrollIntoView({ block: "nearest" });
  }).observe(document.body, { childList: true, subtree: true });
}

/** Make *list*'s children those of *items*, keeping the elements (and the focus in them) that are there. */
export function reconcile(list, items, key, make, update) {
  const old = new Map([...list.children].map((node) => [node.dataset.key, node]));
  let place = list.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    let node = old.get(name);
    if (node) old.delete(name);
    else { node = make(item); node.dataset.key = name; }
    if (node === place) place = place.nextElementSibling;
    else if (list.moveBefore && node.parentNode === list) list.moveBefore(node, place);
    else {
      const held = node.contains(document.activeElement) ? document.activeElement : null;
      list.insertBefore(node, place);
      if (held) held.focus({ preventScroll: true });
    }
    update?.(node, item);
  }
  for (const node of old.values()) node.remove();
}

/** Call *does* once, *wait* ms after the last time it was asked for. `.now()` does it at once. */
export function debounce(does, wait) {
  let timer = 0;
  const asked = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; does(...args); }, wait);
  };
  asked.now = (...args) => { clearTimeout(timer); timer = 0; return does(...args); };
  asked.pending = () => timer !== 0;
  return asked;
}

/** Of several answers to one question only the last that was asked for counts, in whichever order they come. */
export function latest(ask, take) {
  let asked = 0;
  return async (...words) => {
    const mine = (asked += 1);
    let found;
    try { found = await ask(...words); } catch (error) { if (mine === asked) throw error; return; }
    if (mine === asked) take(found);
  };
}

/** A modal dialog with a heading; focus goes back to where it was. */
export function dialog(title, ...content) {
  const heading = h("h2", { id: newId() }, title);
  const box = h("dialog", { aria: { labelledby: heading.id } },
    h("header", {}, heading,
      h("button", { className: "quiet", onclick: () => box.close(), aria: { label: tr("Close") } }, "✕")),
    ...content);
  const before = document.activeElement;
  const beside = before?.closest("li, tr, section, form");
  box.addEventListener("close", () => {
    for (const living of LIVING.map(byId)) if (box.contains(living)) document.body.append(living);
    box.remove();
    // The browser has given the focus back; where a button led elsewhere, it stays there.
    if (document.activeElement !== document.body) return;
    if (before?.isConnected) before.focus();
    else (beside?.isConnected ? beside.querySelector(FOCUSABLE) : byId("app").querySelector("h1"))?.focus();
  });
  document.body.append(box);
  box.showModal();
  return box;
}

/** Ask before what can't be undone. Resolves to true or false. */
export const ask = (title, text, yes) => confirm(title, yes, h("p", {}, text));

/** The same, after all that *content* tells. */
export function confirm(title, yes, ...content) {
  return new Promise((done) => {
    let answer = false;
    const box = dialog(title, ...content,
      h("div", { className: "row end" },
        h("button", { onclick: () => box.close() }, tr("No, leave it")),
        h("button", { className: "main", onclick: () => { answer = true; box.close(); } }, yes)));
    box.addEventListener("close", () => done(answer));
  });
}
