// The film's own settings: title, words for the page, voice, shapes, music, thanks.

import * as api from "./api.js";
import { announce, dialog, h, labelled, newId, tr } from "./dom.js";
import { Fields, resolved } from "./fields.js";
import { mediaPart } from "./picture.js";
import { called, pictured } from "./slides.js";
import { advice, decimal, named } from "./wording.js";

const PLAIN = ["title", "subtitle", "description"];
const RHYTHM = ["formats", "transition", "lead", "hold", "loudness"];
const ENDS = ["opening", "credits"];

/** Where the films stand on the web: one address for the whole project, kept in recit.toml. */
function siteField() {
  const control = h("input", { type: "url", autocomplete: "url", placeholder: "https://www.example.org/films/" });
  const wrong = h("p", { className: "wrong of-field", id: newId(), hidden: true, role: "alert" });
  const tell = (error) => {
    wrong.hidden = !error;
    wrong.textContent = [error?.message, advice(error?.error?.problems?.[0]?.remedy ?? "")].filter(Boolean).join(" ");
    control.toggleAttribute("aria-invalid", Boolean(error));
    if (error) control.setAttribute("aria-errormessage", wrong.id);
  };
  let typed = false;  // before the answer was there
  control.addEventListener("input", () => { typed = true; });
  api.site().then(({ address }) => { if (!typed) control.value = address; }, tell);
  control.addEventListener("change", () => api.keepSite(control.value.trim()).then(({ address }) => {
    control.value = address;
    tell(null);
    announce(tr("Kept. Publish again: the film's page will bear this address."));
  }, tell));
  const field = labelled(tr("Address of the films on your site"), control,
    tr("Where the published folders will stand, the same for all films of the project. With it, what you paste holds on any page, and search engines find the film."));
  field.append(wrong);
  return field;
}

export function settingsDialog(film, schema, studio) {
  const get = (path) => path.reduce((value, key) => value?.[key], film.fields ?? film);
  const fields = new Fields(schema, {
    get, lang: film.language,
    put: (path, value, typed) => film.put(null, path, value, typed),
    edit: (edit) => film.edit({ ...edit, slide: null }),
    choices: { engine: studio.voices }, licences: studio.licenses,
    custom: {
      file: (path, definition) => (path[0] === "music" ? mediaPart(film, fields, path, definition, { slide: undefined, limits: studio.limits })
        : fields.text(named("file"), resolved(schema, definition), path)),
      style: (path, definition) => fields.choice(named("style"),
        { values: film.themes, default: "sobre", description: resolved(schema, definition).description }, path),
      formats: (path, definition) => shapes(path, resolved(schema, definition).description),
      loudness: (path) => loudness(path),
      codecs: () => null, teaser: () => null, fps: () => null, size: () => null, subtitles: () => null,
    },
  });

  function shapes(path, hint) {
    const chosen = () => [get(path) ?? film.formats].flat();
    return h("fieldset", {}, h("legend", {}, tr("Shapes of the film")), ["16:9", "9:16", "1:1"].map((shape) =>
      h("label", { className: "choice" }, h("input", { type: "checkbox", checked: chosen().includes(shape), onchange: ({ target }) => {
        const rest = chosen().filter((one) => one !== shape);
        const all = target.checked ? [...rest, shape] : rest;
        if (all.length === 0) { target.checked = true; return; }
        film.put(null, path, all);
      } }), shape)), h("p", { className: "hint" }, hint));
  }

  /** In words, with the figure that other people's tools ask for. */
  function loudness(path) {
    const words = { web: tr("Usual for the web"), broadcast: tr("Usual for television") };
    const figures = Object.entries(studio.loudness);
    const told = (name, figure) => tr("{what} ({figure} LUFS)", { what: name, figure: decimal(figure) });
    const own = h("option", {});
    const control = h("select", { onchange: () => film.put(null, path, own.selected ? Number(own.value) : control.value || undefined) },
      h("option", { value: "" }, tr("As the project has it; else for the web")),
      figures.map(([word, figure]) => h("option", { value: word }, told(words[word] ?? word, figure))));
    fields.updates.push(() => {
      const value = get(path);
      const word = figures.find(([name, figure]) => value === name || Number(value) === figure)?.[0];
      own.remove();
      if (value !== undefined && !word) {
        own.value = String(value);
        own.textContent = told(tr("Of your own"), value);
        control.append(own);
      }
      control.value = word ?? String(value ?? "");
    });
    fields.updates.at(-1)();
    fields.controls.set(path.join("."), control);
    return labelled(named("loudness"), control, tr("How loud the whole film is: louder than what is played beside it, or softer, is a nuisance."));
  }

  const keys = schema.properties;
  const whole = (key) => fields.one(keys[key], [key]);
  const changed = () => { fields.refresh(); fields.mark(film.problems.filter((one) => !one.slide)); };
  film.addEventListener("change", changed);
  const box = dialog(tr("Settings of the film"),
    PLAIN.map((key) => fields.one(keys[key], [key], key === "title")), fields.one(keys.style, ["style"]), siteField(),
    whole("voice"), group(tr("Rhythm and shapes"), fields.of(keys.film, ["film"], RHYTHM)), whole("music"),
    group(tr("Title card and credits"), fields.of(keys.film, ["film"], ENDS),
      h("p", { className: "hint" }, tr("The credits name pictures, music, voices and sources by themselves. Lines of your own come first: a name with what it was for, or any words.")), whole("contributors")),
    group(named("poster"), posterPart(film, fields)), whole("related"), whole("pronounce"));
  changed();
  box.addEventListener("close", () => film.removeEventListener("change", changed));
}

const group = (title, ...parts) => h("details", { className: "group" }, h("summary", {}, title), ...parts);

/** What stands before the film is played: the picture of a slide, chosen by looking. */
function posterPart(film, fields) {
  const name = newId();
  const path = ["film", "poster"];
  const choices = [
    h("label", { className: "poster-choice" }, radio(""), h("span", {}, tr("by itself: the photograph that is seen best when small"))),
    ...film.order.filter((id) => !id.startsWith("#")).map((id) => h("label", { className: "poster-choice" }, radio(id),
      h("img", { src: film.api.thumbAddress(id, film.thumbs.get(id)), alt: pictured(film.slides[id]), loading: "lazy", width: 96, height: 54 }),
      h("span", { lang: film.language }, `${film.slides[id].index + 1} · ${called(film.slides[id])}`))),
  ];
  function radio(value) {
    const input = h("input", { type: "radio", name, value, onchange: () => film.put(null, path, value || undefined) });
    fields.updates.push(() => { input.checked = String(fields.get(path) ?? "") === value; });
    fields.updates.at(-1)();
    return input;
  }
  return h("fieldset", { className: "posters" }, h("legend", { className: "visually-hidden" }, named("poster")), choices);
}
