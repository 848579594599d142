// The film's own settings: title, words for the page, voice, shapes, music, thanks.

import { dialog, h, newId, tr } from "./dom.js";
import { Fields, resolved } from "./fields.js";
import { mediaPart } from "./picture.js";
import { called } from "./slides.js";
import { named } from "./wording.js";

const PLAIN = ["title", "subtitle", "description"];
const RHYTHM = ["formats", "transition", "lead", "hold", "loudness"];
const ENDS = ["opening", "credits"];

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

  const keys = schema.properties;
  const whole = (key) => fields.one(keys[key], [key]);
  const changed = () => { fields.refresh(); fields.mark(film.problems.filter((one) => !one.slide)); };
  film.addEventListener("change", changed);
  const box = dialog(tr("Settings of the film"),
    PLAIN.map((key) => fields.one(keys[key], [key], key === "title")), fields.one(keys.style, ["style"]),
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
      h("img", { src: film.api.thumbAddress(id, film.thumbs.get(id)), alt: "", loading: "lazy", width: 96, height: 54 }),
      h("span", { lang: film.language }, `${film.slides[id].index + 1} · ${called(film.slides[id])}`))),
  ];
  function radio(value) {
    const input = h("input", { type: "radio", name, value, onchange: () => film.put(null, path, value || undefined) });
    fields.updates.push(() => { input.checked = String(fields.get(path) ?? "") === value; });
    fields.updates.at(-1)();
    return input;
  }
  return h("fieldset", { className: "posters" }, h("legend", { className: "unseen" }, named("poster")), choices);
}
