// The film's own settings: title, words for the page, voice, shapes, music, thanks.

import { dialog, h, tr } from "./dom.js";
import { Fields, resolved } from "./fields.js";
import { mediaPart } from "./picture.js";
import { named } from "./wording.js";

const PLAIN = ["title", "subtitle", "description"];
const FOLDED = ["voice", "film", "music", "contributors", "related", "pronounce"];

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
  const changed = () => { fields.refresh(); fields.mark(film.problems.filter((one) => !one.slide)); };
  film.addEventListener("change", changed);
  const box = dialog(tr("Settings of the film"),
    PLAIN.map((key) => fields.one(keys[key], [key], key === "title")), fields.one(keys.style, ["style"]),
    FOLDED.map((key) => fields.one(keys[key], [key])).filter(Boolean));
  changed();
  box.addEventListener("close", () => film.removeEventListener("change", changed));
}
