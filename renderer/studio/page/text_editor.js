// Centre: the text as one document. Under each narration its sentences, as they will be said.
//
// A key changes one text node of the browser's own; nothing else of the document is touched then.

import { announce, h, icon, debounce, newId, reconcile, tr, statusLine } from "./dom.js";
import { listed } from "./lists.js";
import { record } from "./recorder.js";
import { remarksOf } from "./remarks.js";
import { pronunciationDialog } from "./pronunciation.js";
import { KINDS, called } from "./slides.js";
import { play } from "./sound.js";

const SOUNDS = ".wav,.mp3,.flac,.ogg,.opus,.m4a,.aac";
const LETTERS = /[\p{L}\p{M}\p{N}'’.-]/u;

export class TextEditor {
  constructor(film, cursor, studio) {
    Object.assign(this, { film, cursor, studio });
    this.body = h("div", { className: "document", lang: film.language });
    // A word that is marked in the text says so where one clicks it; by keys "Is said…" stands below.
    this.bubble = h("button", { className: "bubble", hidden: true, tabIndex: -1, onmousedown: (event) => event.preventDefault(),
      onclick: () => { this.bubble.hidden = true; pronunciationDialog(this.film, ...this.bubble.about); } });
    this.node = h("section", { className: "text", aria: { label: tr("Text") } }, this.body, this.bubble);
    this.node.addEventListener("scroll", () => { this.bubble.hidden = true; });
    // A letter that is being put together from several keys isn't drawn anew meanwhile.
    for (const [name, on] of [["compositionstart", true], ["compositionend", false]]) this.body.addEventListener(name, ({ target }) => { target.composing = on; });
    // Who passes by with Tab stays on the slide where they were, until they do something in another.
    this.passing = false;
    this.passed = ({ type, key }) => { if (type !== "keydown" || !["Tab", "Shift"].includes(key)) this.passing = false; else if (key === "Tab") this.passing = true; };
    for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, this.passed, true);
    this.marks = new Map();  // slide → its highlighted ranges
    film.addEventListener("change", ({ detail }) => this.draw(detail));
    cursor.addEventListener("move", ({ detail }) => this.#follow(detail));
    this.caret = debounce(() => this.#caret(), 120);
    this.selection = () => { if (this.body.contains(document.activeElement)) this.caret(); };
    document.addEventListener("selectionchange", this.selection);
    this.draw({ ids: new Set(film.order) });
  }

  leave() {
    document.removeEventListener("selectionchange", this.selection);
    for (const name of ["keydown", "pointerdown"]) document.removeEventListener(name, this.passed, true);
    CSS.highlights?.clear();
  }

  draw({ ids }) {
    reconcile(this.body, this.film.order.map((id) => this.film.slides[id]), (slide) => slide.id,
      (slide) => this.#make(slide), (node, slide) => {
        node.remarks.tell(slide.id);
        if (ids.has(slide.id) || node.index !== slide.index) this.#tell(node, slide);
      });
  }

  #make(slide) {
    const { id } = slide;
    const heading = h("h2", { id: newId(), tabIndex: -1 }, h("span", { className: "number" }), h("span", { className: "visually-hidden" }));
    const chapter = this.#line(id, "chapter", tr("Chapter that starts here"));
    const caption = this.#line(id, "caption", tr("Caption on the picture"));
    const narration = h("div", { className: "narration", contentEditable: "plaintext-only", spellcheck: true, role: "textbox",
      aria: { multiline: "true", label: tr("Narration") }, data: { hint: tr("What the voice says. A blank line is a longer silence.") } });
    if (narration.contentEditable !== "plaintext-only") narration.contentEditable = "true";
    narration.addEventListener("input", () => {
      this.bubble.hidden = true;
      const fields = this.film.slides[id]?.fields ?? {};
      // A slide that says nothing is given a length; with words it lasts as long as they do.
      if (!fields.narration && fields.length !== undefined && !this.film.isTyped(id, ["length"])) this.film.type(id, ["length"], "");
      this.film.type(id, ["narration"], written(narration));
    });
    narration.addEventListener("beforeinput", (event) => this.#undo(event));
    narration.addEventListener("paste", (event) => {
      const text = listed(event.clipboardData.getData("text/plain"), event.clipboardData.getData("text/html"));
      if (text === null) return;  // no list: the browser pastes it as it is
      event.preventDefault();
      document.execCommand("insertText", false, text);
    });
    const said = h("ol", { className: "said", role: "list" });
    said.addEventListener("click", (event) => this.#clicked(event, id));
    const all = h("button", { className: "quiet", onclick: (event) => this.#hear(event.currentTarget, id) }, icon("play"), tr("Hear the slide"));
    const own = h("button", { className: "quiet", onclick: () => this.#record(id, node) }, icon("mic"), tr("Record it myself"));
    const settle = h("button", { className: "quiet", onclick: () => this.#settle(node) }, tr("Is said…"));
    const back = h("button", { className: "quiet", hidden: true, onclick: () => this.#giveBack(id) }, tr("Back to the synthetic voice"));
    const given = h("input", { type: "file", accept: SOUNDS, className: "visually-hidden", onchange: () => { if (given.files[0]) this.#bring(id, given.files[0], node); given.value = ""; } });
    const bring = h("label", { className: "quiet choose" }, given, tr("Use a sound file…"));
    const recorded = h("p", { className: "recorded", hidden: true });
    const remarks = remarksOf(this.film);
    const sounds = statusLine();
    const node = h("section", { className: "block", aria: { labelledby: heading.id } },
      heading, remarks, chapter, caption, narration, recorded, said, h("div", { className: "row tools" }, all, own, bring, back, settle), sounds);
    Object.assign(node, { say: sounds.say, heading, remarks, chapter, caption, narration, said, all, recorded, back });
    node.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
    node.addEventListener("drop", (event) => {
      const [file] = event.dataTransfer.files;
      if (!file) return;
      event.preventDefault();
      if (file.type.startsWith("audio/") || SOUNDS.split(",").some((end) => file.name.toLowerCase().endsWith(end))) this.#bring(id, file, node);
      else if (/^(image|video)\//.test(file.type)) { this.cursor.moveTo(id, { from: "text" }); this.onfile?.(file); }
      else node.say(tr("A sound is dropped on the text, a picture on the picture; a text is brought in by “Import a text”, on the page of all films."), { wrong: true });
    });
    // The block one comes to shows more lines: not under a button that is being pressed, whose click would miss it.
    const come = () => { if (this.cursor.slide !== id) this.cursor.moveTo(id, { from: "text" }); };
    node.addEventListener("focusin", () => { if (!node.matches(":active") && !this.passing) come(); });
    node.addEventListener("keydown", () => { if (!this.passing) come(); });
    node.addEventListener("click", come);
    // Who writes here is told when somebody else takes the slide away.
    node.addEventListener("focusin", ({ target }) => { this.film.writing = target.isContentEditable ? id : null; });
    node.addEventListener("focusout", () => { if (node.isConnected) this.film.writing = null; });
    return node;
  }

  #line(id, key, label) {
    const line = h("div", { className: `line ${key}`, contentEditable: "plaintext-only", role: "textbox", spellcheck: true,
      aria: { label }, data: { hint: label } });
    if (line.contentEditable !== "plaintext-only") line.contentEditable = "true";
    line.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    line.addEventListener("input", () => {
      const value = written(line).replaceAll("\n", " ").trim();
      const long = key === "caption" && typeof this.film.slides[id]?.fields.caption === "object";
      this.film.type(id, long ? ["caption", "text"] : [key], value);
    });
    line.addEventListener("beforeinput", (event) => this.#undo(event));
    return line;
  }

  #undo(event) {
    // One undo for everything: the browser's own would only know this text.
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    event.preventDefault();
    if (document.querySelector("dialog[open]")) return;  // nothing is undone behind a window
    this.film[event.inputType === "historyUndo" ? "undoLast" : "redoLast"]();
  }

  #tell(node, slide) {
    const { id } = slide;
    node.index = slide.index;
    node.classList.toggle("opens", Boolean(slide.chapter));
    node.heading.firstElementChild.textContent = `${slide.index + 1} · ${KINDS[slide.kind]()}`;
    const name = called(slide);
    node.heading.lastElementChild.textContent = ` ${name}`;
    put(node.chapter, slide.chapter, this.film.waiting(id, ["chapter"]), slide.typeset?.chapter);
    put(node.caption, String(slide.caption?.text ?? slide.caption ?? ""),
      this.film.waiting(id, ["caption"]) ?? this.film.waiting(id, ["caption", "text"]), slide.typeset?.caption);
    const held = this.film.waiting(id, ["narration"]);
    put(node.narration, slide.narration.trimEnd(), held, typesetOf(slide));
    if (!held) this.#highlight(node, slide);
    node.all.hidden = slide.sentences.length === 0;
    const { recording, unheard = [] } = slide;
    node.back.hidden = slide.fields.recording === undefined && unheard.length === 0;
    node.back.textContent = recording || unheard.length === 0 ? tr("Back to the synthetic voice") : tr("Let that recording go");
    const wrong = recording ? recording.stale : unheard.length > 0;
    node.recorded.hidden = !recording && !wrong;
    node.recorded.classList.toggle("wrong", wrong);
    node.recorded.textContent = !recording ? wrong ? tr("A sentence that you recorded isn't there any more: the synthetic voice reads what stands there. ({file})", { file: unheard.join(", ") }) : ""
      : wrong ? tr("Your recording no longer says this text: record it again, or the old words are heard.")
        : tr("Read by you: {file}", { file: recording.file });
    reconcile(node.said, slide.sentences, (sentence) => sentence.index, () => h("li", {}), (item, sentence) => {
      const fresh = JSON.stringify([sentence.written, sentence.spoken, sentence.unknown, sentence.touches, sentence.recorded, Boolean(slide.recording)]);
      if (item.fresh === fresh) return;
      item.fresh = fresh;
      this.#sentence(item, slide, sentence);
    });
  }

  #sentence(item, slide, sentence) {
    const number = sentence.index + 1;
    let button = item.querySelector(":scope > .hear");
    if (!button) {
      button = h("button", { className: "hear", aria: { pressed: "false" }, onclick: () => this.#hear(button, slide.id, sentence.index) }, icon("play"));
      const mic = h("button", { className: "hear own", onclick: () => this.#record(slide.id, item.closest(".block"), sentence.index) }, icon("mic"));
      const back = h("button", { className: "quiet", onclick: () => this.#giveBack(slide.id, sentence.index) }, tr("Back to the synthetic voice"));
      item.append(button, h("p", { className: "words" }), h("p", { className: "spoken" }), mic, h("div", { className: "row recorded" }, h("span"), back));
    }
    button.setAttribute("aria-label", tr("Hear sentence {number}", { number }));
    const [, words, spoken, mic, recorded] = item.children;
    // Who has read the whole slide has read each of its sentences.
    mic.hidden = Boolean(slide.recording);
    mic.setAttribute("aria-label", sentence.recorded ? tr("Record sentence {number} again", { number }) : tr("Record sentence {number} myself", { number }));
    recorded.hidden = mic.hidden || !sentence.recorded;
    recorded.lastElementChild.setAttribute("aria-label", tr("Back to the synthetic voice for sentence {number}", { number }));
    recorded.firstElementChild.textContent = recorded.hidden ? "" : tr("Read by you: {file}", { file: sentence.recorded });
    words.replaceChildren(...pieces(sentence).map(({ text, kind, rule, spoken: sound }) => kind
      ? h("button", { className: `word ${kind}`, data: { word: text },
        title: kind === "unknown" ? tr("A name nobody has settled yet: how is it said?") : `${sound} (${rule})` }, text,
      kind === "unknown" ? h("span", { className: "visually-hidden" }, ` (${tr("to settle")})`) : null) : text));
    spoken.hidden = sentence.spoken === null || same(sentence.written, sentence.spoken);
    spoken.textContent = spoken.hidden ? "" : sentence.spoken;
  }

  /** What a rule changed and names to settle, marked in the text itself without touching it. */
  #highlight(node, slide) {
    if (!globalThis.CSS?.highlights) return;
    for (const [name, range] of this.marks.get(slide.id) ?? []) CSS.highlights.get(name)?.delete(range);
    const found = [];
    const mark = (name, start, end) => {
      const range = rangeOf(node.narration, start, end);
      if (!range) return;
      if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
      CSS.highlights.get(name).add(range);
      found.push([name, range, start, end]);
    };
    for (const sentence of slide.sentences) {
      const text = slide.narration.slice(sentence.start, sentence.end);
      for (const [name, words] of [["unknown", sentence.unknown], ["touched", sentence.touches.map(worded)]]) {
        let from = 0;
        for (const word of words ?? []) {
          // Names come in the order in which they are to be settled, not always in that of the text.
          const next = plain(text).indexOf(plain(word), from);
          const at = next < 0 ? plain(text).indexOf(plain(word)) : next;
          if (at < 0) continue;
          mark(name, sentence.start + at, sentence.start + at + word.length);
          from = at + word.length;
        }
      }
    }
    this.marks.set(slide.id, found);
  }

  #hear(button, id, index = null) {
    this.film.flush();
    const slide = this.film.slides[id];
    const key = index === null ? slide.sentences.map((one) => one.spoken).join("\n") : slide.sentences[index]?.spoken;
    this.cursor.moveTo(id, { sentence: index ?? 0, from: "text" });
    play(button, `${this.film.id} ${this.film.disk} ${id} ${slide.sentences.map((one) => one.recorded).join()} ${key}`, async () => {
      await this.film.queue;
      return this.film.api.hear(index === null ? { slide: id, say: [0, slide.sentences.length - 1] } : { slide: id, sentence: index });
    });
  }

  /** The whole slide, or one of its sentences. */
  #record(id, { say }, index = null) {
    const slide = this.film.slides[id];
    if (!slide.narration.trim()) { say(tr("Write what is to be said first."), { wrong: true }); return; }
    const sentence = slide.sentences[index]?.written;
    record(sentence ?? (slide.sentences.map((one) => one.written).join(" ") || slide.narration), async (blob) => {
      try {
        await this.film.keepRecording(blob, id, { sentence });
        say("");
        announce(tr("Your recording is kept."));
      } catch (error) { say(error.message, { wrong: true }); }
    });
  }

  /** To the voice: the whole slide, one sentence, or what a recording of a sentence read that isn't there any more. */
  async #giveBack(id, index = null) {
    const { fields, sentences, unheard = [] } = this.film.slides[id];
    const gone = index === null ? unheard : [sentences[index].recorded];
    const kept = [fields.recordings ?? []].flat().filter((one) => !gone.includes(one.file));
    if (await (fields.recording !== undefined ? this.film.set(id, ["recording"])
      : this.film.set(id, ["recordings"], kept.length > 0 ? kept : undefined))) announce(tr("The synthetic voice reads it again."));
  }

  /** A reading that was made elsewhere. */
  async #bring(id, file, { say }) {
    if (!this.film.slides[id]?.narration.trim()) { say(tr("Write what is to be said first."), { wrong: true }); return; }
    try {
      await this.film.keepRecording(file, id, { name: file.name });
      say("");
      announce(tr("Your recording is kept."));
    } catch (error) { say(error.message, { wrong: true }); }
  }

  #clicked(event, id) {
    const item = event.target.closest("li");
    if (!item || event.target.closest(".hear, .recorded")) return;
    const index = Number(item.dataset.key);
    const sentence = this.film.slides[id].sentences[index];
    const word = event.target.closest(".word")?.dataset.word ?? wordAt(event);
    if (word && sentence) pronunciationDialog(this.film, this.film.slides[id], sentence, word);
  }

  /** By keys: the word in which the cursor stood last. */
  #settle({ dataset, narration, caretAt }) {
    const slide = this.film.slides[dataset.key];
    const at = caretAt ?? 0;
    const sentence = slide.sentences.find((one) => at <= one.end) ?? null;
    pronunciationDialog(this.film, slide, sentence, wordIn(narration.textContent, at) || sentence?.unknown?.[0] || "");
  }

  /** The cursor moved: the picture follows it to its sentence. */
  #caret() {
    const block = document.activeElement?.closest(".block");
    if (!block || document.activeElement !== block.narration || this.passing) return;
    const at = caretIn(block.narration);
    const slide = this.film.slides[block.dataset.key];
    block.caretAt = at ?? block.caretAt;
    if (at === null || !slide) return;
    const sentence = slide.sentences.find((one) => at <= one.end) ?? slide.sentences.at(-1);
    if (sentence) this.cursor.moveTo(slide.id, { sentence: sentence.index, from: "text" });
    this.#offer(slide, sentence, at);
  }

  /** Beside a marked word, how it is said. */
  #offer(slide, sentence, at) {
    const [, range] = (this.marks.get(slide.id) ?? []).find(([, , start, end]) => start <= at && at <= end) ?? [];
    this.bubble.hidden = !range || !getSelection().isCollapsed;
    if (this.bubble.hidden) return;
    const word = range.toString();
    this.bubble.about = [slide, sentence ?? null, word];
    this.bubble.textContent = tr("“{word}”: is said…", { word });
    const { left, bottom } = range.getBoundingClientRect();
    Object.assign(this.bubble.style, { left: `${Math.max(4, Math.min(left, innerWidth - this.bubble.offsetWidth - 4))}px`, top: `${bottom + 4}px` });
  }

  /** Of the slide where one is. */
  heading() { return this.body.querySelector(":scope > .here > h2"); }

  reveal() { this.body.querySelector(":scope > .here")?.scrollIntoView({ block: "start" }); }

  #follow({ turned, from }) {
    if (!turned) return;
    for (const block of this.body.children) if (block.dataset.key !== this.cursor.slide) block.say("");  // it was about what one has left
    for (const old of this.body.querySelectorAll(":scope > .here")) old.classList.remove("here");
    const block = this.body.querySelector(`:scope > [data-key="${CSS.escape(this.cursor.slide ?? "")}"]`);
    block?.classList.add("here");
    if (from === "text") return;
    // A page that has just been opened begins with its head.
    if (from || this.cursor.slide !== this.film.order[0]) this.reveal();
    if (from === "new") block?.narration.focus();
  }
}

/** What an editable element shows, line breaks as the file has them. */
function shownIn(element) {
  let text = "";
  for (const node of element.childNodes) {
    text += node.nodeName === "BR" ? "\n" : node.nodeType === Node.TEXT_NODE ? node.data : `\n${node.textContent}`;
  }
  return text;
}

/** What the file is to hold of it: where nothing was typed, its own letters and not those of the typesetter. */
function written(element) {
  const text = shownIn(element);
  const { typeset = "", raw = "" } = element;
  let start = 0;
  while (start < Math.min(text.length, typeset.length) && text[start] === typeset[start]) start += 1;
  let end = 0;
  while (end < Math.min(text.length, typeset.length) - start && text.at(-1 - end) === typeset.at(-1 - end)) end += 1;
  const typed = text.slice(start, text.length - end).replaceAll("\u00a0", " ");
  return (raw.slice(0, start) + typed + raw.slice(raw.length - end)).trimEnd();
}

/**
 * Show *text*, as *typeset* where that has the same letters, unless the file hasn't got yet what is typed
 * there; the caret stays where it was. An element that shows nothing yet shows the words that wait.
 */
function put(element, text, held, typeset = text) {
  if (held || element.composing) {
    if (element.raw !== undefined) return;
    text = typeset = held?.value ?? "";
    if (!text) { element.raw = ""; return; }
  }
  const shown = lettered(text, typeset);
  const same = written(element) === text;
  if (same && shownIn(element).trimEnd() === shown.trimEnd()) return;
  Object.assign(element, { raw: text, typeset: shown });
  const at = document.activeElement === element ? caretIn(element) : null;
  element.textContent = shown;
  if (at === null) return;
  const node = element.firstChild ?? element;
  getSelection().collapse(node, Math.min(at, text.length));
}

function caretIn(element) {
  const selection = getSelection();
  if (!selection.rangeCount || !element.contains(selection.focusNode)) return null;
  const range = document.createRange();
  range.selectNodeContents(element);
  range.setEnd(selection.focusNode, selection.focusOffset);
  return range.toString().length;
}

function rangeOf(element, start, end) {
  const range = document.createRange();
  let passed = 0;
  let begun = false;
  for (const node of element.childNodes) {
    const length = node.textContent.length;
    if (!begun && start < passed + length) { range.setStart(node, start - passed); begun = true; }
    if (begun && end <= passed + length) { range.setEnd(node, end - passed); return range; }
    passed += length;
  }
  return null;
}

/**
 * *text* with the spaces and apostrophes of *typeset*, letter for letter: the caret and the file's own letters
 * keep their places. Quotes and dots that become more or fewer letters stay as typed; the line below has them.
 */
function lettered(text, typeset) {
  let shown = "";
  let at = 0;
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i];
    while (/[\u00a0\u202f\u2009]/.test(typeset[at] ?? "") && !/\s/.test(letter)) at += 1;  // a space the typesetter adds
    if (plain(letter) === plain(typeset[at] ?? "")) shown += typeset[at];
    else if (letter === '"' && /[«»“”]/.test(typeset[at] ?? "")) shown += letter;
    else if (text.startsWith("...", i) && typeset[at] === "…") { shown += "..."; i += 2; }
    else return text;
    at += 1;
  }
  return shown;
}

/** The narration with each sentence as it will be drawn. */
function typesetOf({ narration, sentences }) {
  let text = narration;
  for (const { start, end, written: words } of sentences) {
    text = text.slice(0, start) + lettered(text.slice(start, end), words) + text.slice(end);
  }
  return text.trimEnd();
}

/** Typeset and typed forms of one text, letter for letter where they have as many. */
const plain = (text) => text.replaceAll("’", "'").replace(/[\u00a0\u202f\u2009]/g, " ");

const bare = (text) => plain(text).replace(/[«»"“” ]/g, "").replaceAll("…", "...");
const same = (written, spoken) => bare(written) === bare(spoken);

/** What a rule changed, without the full stop after it. */
const worded = ({ written: words }) => words.replace(/[.,;:!?…]+$/, "") || words;

/** A sentence in pieces: plain, touched by a rule, unknown. */
function pieces(sentence) {
  const found = [];
  let from = 0;
  for (const touch of sentence.touches ?? []) {
    const at = plain(sentence.written).indexOf(plain(worded(touch)), from);
    if (at >= 0) { const end = at + worded(touch).length; found.push({ at, end, kind: "touched", rule: touch.rule, spoken: touch.spoken }); from = end; }
  }
  for (const word of sentence.unknown ?? []) {
    const at = plain(sentence.written).indexOf(plain(word));
    if (at >= 0 && !found.some((one) => at < one.end && one.at < at + word.length)) found.push({ at, end: at + word.length, kind: "unknown" });
  }
  found.sort((a, b) => a.at - b.at);
  const all = [];
  let done = 0;
  for (const one of found) {
    if (one.at > done) all.push({ text: sentence.written.slice(done, one.at) });
    all.push({ ...one, text: sentence.written.slice(one.at, one.end) });
    done = one.end;
  }
  if (done < sentence.written.length) all.push({ text: sentence.written.slice(done) });
  return all;
}

function wordAt(event) {
  const spot = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (spot?.offsetNode?.nodeType !== Node.TEXT_NODE) return "";
  return wordIn(spot.offsetNode.data, spot.offset);
}

function wordIn(text, at) {
  let start = at;
  let end = at;
  while (start > 0 && LETTERS.test(text[start - 1])) start -= 1;
  while (end < text.length && LETTERS.test(text[end])) end += 1;
  return text.slice(start, end).replace(/^[.'’-]+|[.'’-]+$/g, "");
}
