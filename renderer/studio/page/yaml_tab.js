// The file itself: its text, completion of keys from the schema, mistakes at their lines.

import { announce, h, debounce, newId, toast, tr, trn } from "./dom.js";
import { resolved } from "./fields.js";

const REST_MS = 400;

export async function yamlTab(film, schema) {
  await film.flush();
  let { digest, text } = await film.api.text();
  let saved = text;
  const problems = h("ol", { className: "problems" });
  const gutter = h("div", { className: "gutter", aria: { hidden: "true" } });
  const area = h("textarea", { className: "code", value: text, spellcheck: false, wrap: "off", autocomplete: "off", autocapitalize: "off",
    aria: { label: tr("The storyboard’s file"), autocomplete: "list" } });
  const options = h("ul", { className: "options", role: "listbox", hidden: true, id: newId(), aria: { label: tr("Keys that fit here") } });
  area.setAttribute("aria-controls", options.id);
  const state = h("p", { role: "status" }, tr("Saved"));
  const count = h("p", { role: "status" });
  let checking = null;
  let fits = [];
  let chosen = 0;

  // Where long lines wrap, each number is as high as its line: it holds the line itself, unseen.
  const wraps = matchMedia("(max-width: 45rem)");
  const lines = () => {
    const all = area.value.split("\n");
    while (gutter.childElementCount > all.length) gutter.lastElementChild.remove();
    gutter.append(...all.slice(gutter.childElementCount).map(() => h("span")));
    if (!wraps.matches) return;
    [...gutter.children].forEach((node, line) => { if (node.dataset.line !== all[line]) node.dataset.line = all[line]; });
  };
  const show = ({ problems: wrong, warnings }) => {
    for (const line of gutter.querySelectorAll(".wrong, .mild")) line.className = "";
    const all = [...wrong, ...warnings.map((one) => ({ ...one, mild: true }))];
    for (const one of all) if (gutter.children[one.line - 1]) gutter.children[one.line - 1].className ||= one.mild ? "mild" : "wrong";
    count.textContent = wrong.length ? trn("{count} mistake", "{count} mistakes", wrong.length) : tr("No mistake");
    problems.replaceChildren(...all.map((one) => h("li", { className: one.mild ? "mild" : "wrong" },
      h("button", { className: "link", onclick: () => go(one) }, tr("line {number}", { number: one.line })), ` ${one.what}`, one.remedy ? h("span", { className: "remedy" }, one.remedy) : null)));
  };
  function go({ line, column, width }) {
    const start = area.value.split("\n").slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
    area.focus();
    area.setSelectionRange(start, start + (width || 1));
    area.scrollTop = (gutter.children[line - 1]?.offsetTop ?? 0) - 3 * Number.parseFloat(getComputedStyle(area).lineHeight);
  }
  const check = debounce(async () => {
    checking?.abort();
    checking = new AbortController();
    try { show(await film.api.check(area.value, checking.signal)); } catch { /* a newer one is on its way */ }
  }, REST_MS);
  let saving = Promise.resolve();
  // One after the other: a save that didn't know what the last one gave would be a conflict with ourselves.
  const save = debounce(() => (saving = saving.then(keep)), 800);
  async function keep() {
    const sent = area.value;
    if (sent === saved) return;
    state.textContent = tr("Saving…");
    const change = await film.saveText(sent, digest);
    if (!change) { state.textContent = tr("Not saved"); return; }
    saved = sent;
    digest = change.digest;
    state.textContent = area.value === saved ? tr("Saved") : tr("Saving…");
  }

  function complete() {
    const before = area.value.slice(0, area.selectionStart);
    const [, indent, dash, typed] = /(?:^|\n)( *)(- )?([a-z_]*)$/.exec(before) ?? [];
    fits = typed === undefined ? [] : keysAt(schema, before, indent.length + (dash?.length ?? 0)).filter((key) => key.startsWith(typed) && key !== typed);
    if (!typed && !area.dataset.asked) fits = [];
    delete area.dataset.asked;
    chosen = 0;
    tell();
  }
  function tell() {
    options.hidden = fits.length === 0;
    if (fits.length && options.dataset.of !== fits.join()) announce(trn("{count} key fits", "{count} keys fit", fits.length));
    options.dataset.of = fits.join();
    options.replaceChildren(...fits.slice(0, 12).map((key, index) => h("li", { role: "option", id: `${options.id}-${index}`, aria: { selected: String(index === chosen) },
      onmousedown: (event) => { event.preventDefault(); take(key); } }, key)));
    if (fits.length) area.setAttribute("aria-activedescendant", `${options.id}-${chosen}`); else area.removeAttribute("aria-activedescendant");
  }
  function take(key) {
    const at = area.selectionStart;
    const typed = /[a-z_]*$/.exec(area.value.slice(0, at))[0];
    area.setRangeText(`${key}: `, at - typed.length, at, "end");
    fits = [];
    tell();
    area.dispatchEvent(new Event("input"));
  }

  area.addEventListener("input", () => { lines(); check(); save(); complete(); });
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
  area.addEventListener("blur", () => { fits = []; tell(); });
  area.addEventListener("keydown", (event) => {
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); area.dataset.asked = "yes"; complete(); return; }
    if (fits.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const shown = Math.min(12, fits.length);
    if (step) { event.preventDefault(); chosen = (chosen + step + shown) % shown; tell(); }
    else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); take(fits[chosen]); }
    else if (event.key === "Escape") { event.preventDefault(); fits = []; tell(); announce(tr("Closed")); }
  });
  wraps.addEventListener("change", lines);
  lines();
  show(film);

  return {
    parts: [h("h2", {}, "YAML"), h("p", { className: "lead" }, tr("The file itself, as it lies in the project. Ctrl and space offer the keys that fit.")),
      h("div", { className: "row between" }, count, state), h("div", { className: "editor" }, gutter, area, options), problems],
    leave: () => { wraps.removeEventListener("change", lines); if (area.value !== saved) save.now(); },
    async receive(news) {
      if (news.kind !== "film" || news.film !== film.id || news.digest === digest || area.value !== saved) return;
      await film.queue;
      if (news.digest === digest) return;
      const now = await film.api.text();
      if (area.value !== saved) return;  // typed on meanwhile: saving it tells whether both go together
      ({ digest, text } = now);
      saved = text;
      if (area.value !== text) { area.value = text; lines(); check(); toast(tr("The file was changed elsewhere; this is how it is now.")); }
    },
  };
}

/** The keys that may stand at *column* of the line that *before* ends in, by the lines above it. */
export function keysAt(schema, before, column) {
  const path = [];
  let depth = column;
  const lines = before.split("\n");
  for (let line = lines.length - 2; line >= 0 && depth > 0; line -= 1) {
    const [, indent, dashes, key] = /^( *)((?:- )*)([A-Za-z_][\w-]*):/.exec(lines[line]) ?? [];
    if (key === undefined) continue;
    const at = indent.length + dashes.length;
    if (at < depth) { path.unshift(key); depth = dashes ? indent.length : at; if (dashes && indent.length === 0) depth = 0; }
    else if (at === depth && dashes) depth = indent.length;
  }
  let told = { kind: "keys", properties: schema.properties };
  for (const key of path) {
    const next = told.properties?.[key];
    if (!next) return [];
    told = resolved(schema, next);
    if (told.kind === "list") told = resolved(schema, told.item);
  }
  return Object.keys(told.properties ?? {});
}
