// "Se dit…": hear a word as it is, type how it is said, hear that, keep it here or everywhere.

import { announce, dialog, h, icon, labelled, newId, tr } from "./dom.js";
import { play } from "./sound.js";

const SCOPES = {
  slide: () => tr("in this slide"),
  film: () => tr("in this film"),
  project: () => tr("in all films of the project"),
};

/** *sentence* may be null: a word out of the list of names. Calls *kept* when it was settled. */
export function pronunciationDialog(film, slide, sentence, word, { said = "", ipa = "", kept = null } = {}) {
  const write = h("input", { value: word, required: true, lang: film.language, autocomplete: "off" });
  const say = h("input", { value: said || spokenNow(sentence, word), required: true, lang: film.language, autocomplete: "off", spellcheck: false });
  const sounds = h("input", { value: ipa, autocomplete: "off", spellcheck: false, lang: "" });
  const name = newId();
  const scopes = Object.entries(SCOPES).filter(([scope]) => scope !== "slide" || slide).map(([scope, told]) => {
    const choice = h("input", { type: "radio", name, value: scope, checked: scope === "film" });
    return h("label", { className: "choice" }, choice, told());
  });
  const entry = () => ({ write: write.value.trim(), say: say.value.trim(), ...(sounds.value.trim() ? { ipa: sounds.value.trim() } : {}) });
  const hear = (button, text, pronounce) => play(button, `${film.id} ${text} ${JSON.stringify(pronounce)}`,
    () => film.api.hear({ text, ...(pronounce ? { pronounce } : {}), ...(slide ? { slide: slide.id } : {}) }));
  const listen = (label, text, given) => h("button", { type: "button", aria: { pressed: "false" },
    onclick: (event) => hear(event.currentTarget, text(), given?.()) }, icon("play"), label);

  const mistake = h("p", { className: "wrong", role: "alert" });
  const form = h("form", { onsubmit: keep },
    labelled(tr("Written"), write),
    h("div", { className: "row" }, listen(tr("Hear how it is said now"), () => write.value)),
    labelled(tr("Is said"), say, tr("Spell it as you would for somebody who reads it aloud: Schlieben → Chlibène.")),
    h("details", { open: Boolean(ipa) }, h("summary", {}, tr("Phonetic alphabet")), labelled(tr("Phonemes (IPA)"), sounds, tr("For voices that take them; the spelling above serves the others."))),
    h("div", { className: "row" }, listen(tr("Hear it so"), () => write.value, () => [entry()]),
      sentence ? listen(tr("Hear it in its sentence"), () => sentence.written, () => [entry()]) : null),
    h("fieldset", {}, h("legend", {}, tr("Keep this")), scopes),
    mistake,
    h("div", { className: "row end" }, h("button", { type: "button", onclick: () => box.close() }, tr("Cancel")),
      h("button", { className: "main" }, tr("Keep"))));
  const box = dialog(tr("How is “{word}” said?", { word }), form);
  say.focus();
  say.select();

  async function keep(event) {
    event.preventDefault();
    const scope = form.elements[name].value;
    const change = await film.edit({ op: "pronounce", ...entry(), scope, ...(scope === "slide" ? { slide: slide.id } : {}) });
    if (!change) { mistake.textContent = tr("It couldn't be kept."); return; }
    box.close();
    announce(tr("{word}: kept", { word: write.value }));
    kept?.();
  }
}

function spokenNow(sentence, word) {
  const bare = (text) => text.replace(/[.,;:!?…]+$/, "");  // of the sentence, not of the word
  const touch = sentence?.touches?.find((one) => bare(one.written) === bare(word));
  return touch ? bare(touch.spoken) : word;
}
