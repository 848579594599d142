// The film that is open: what the file says, what has been typed since, and how they become one.
//
// Goes in: edits. Goes out: events "change" (which slides), "state" (saving, saved, lost),
// "conflict" (the file says something else). Knows no element.

import { filmApi, Refusal } from "./api.js";

const TYPING_MS = 150;  // in the file within 300 ms of the last key
const AGAIN_MS = 3000;
const SHORT = { image: "file", pictures: "file", footage: "file", music: "file", recording: "file", card: "title", motion: "kind", transition: "kind", sources: "title" };

const nested = ([key, ...rest], value) => ({ [key]: rest.length ? nested(rest, value) : value });

export class Film extends EventTarget {
  constructor(id) {
    super();
    this.id = id;
    this.api = filmApi(id);
    this.state = "saved";
    this.typed = new Map();   // path → edit not yet sent
    this.refused = new Set(); // paths whose words the file can't hold: they stay on the page
    this.queue = Promise.resolve();
    this.turns = 0;           // of the queue that are not over
    this.timer = 0;
    this.thumbs = new Map();  // slide → the digest at which its picture may have changed
  }

  async open() {
    Object.assign(this, await this.api.read());
    for (const id of this.order) this.thumbs.set(id, this.digest);
    this.#recall();
    return this;
  }

  slide(id) { return this.slides[id]; }

  /** Slides by chapter: [{title, slides}], each slide in exactly one. */
  chapters() {
    const chapters = [];
    for (const id of this.order) {
      const slide = this.slides[id];
      if (slide.chapter || chapters.length === 0) chapters.push({ title: slide.chapter, first: id, slides: [] });
      chapters.at(-1).slides.push(slide);
    }
    return chapters;
  }

  /** A key in a text: kept here at once, sent when the hands rest. Empty text takes the key away. */
  type(slide, path, value) {
    this.refused.delete(JSON.stringify([slide, path]));
    const edit = value === "" ? { op: "remove", slide, path } : { op: "set", slide, path, value };
    this.typed.set(JSON.stringify([slide, path]), edit);
    this.#remember();
    this.#say("saving");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), TYPING_MS);
  }

  /** Whether the page knows better than the file what stands there. */
  isTyped(slide, path) {
    const key = JSON.stringify([slide, path]);
    return this.typed.has(key) || this.refused.has(key);
  }

  #has({ slide, path }) {
    const fields = slide === null ? this.fields ?? this : this.slides[slide]?.fields;
    return path.reduce((value, key) => value?.[key], fields) !== undefined;
  }

  /** Send what has been typed. */
  flush(keepalive = false) {
    clearTimeout(this.timer);
    // What was typed and taken back before it was sent never was in the file.
    for (const [key, edit] of this.typed) if (edit.op === "remove" && !this.#has(edit)) this.typed.delete(key);
    if (this.typed.size === 0) {
      this.queue.then(() => { if (this.typed.size === 0 && this.state === "saving") this.#say("saved"); });
      return this.queue;
    }
    const edits = [...this.typed.values()];
    return this.#send((digest) => {
      for (const edit of edits) {
        const key = JSON.stringify([edit.slide, edit.path]);
        if (this.typed.get(key) === edit) this.typed.delete(key);
      }
      return this.api.edit(digest, edits, "typing", keepalive);
    }, edits);
  }

  /** Edits that are one step to undo. Resolves to the change, or to null when it was refused. */
  edit(...edits) {
    this.flush();
    return this.#send((digest) => this.api.edit(digest, edits), edits);
  }

  set(slide, path, value) {
    return this.edit(value === undefined || value === "" || value === null
      ? { op: "remove", slide, path } : { op: "set", slide, path, value });
  }

  /** The same for a path within a slide, whatever short form the file has on its way there. */
  put(slide, path, value, typed = false) {
    const gone = value === undefined || value === null || value === "";
    const trail = [];
    let there = slide === null ? this.fields ?? this : this.slides[slide].fields;
    for (const [depth, key] of path.entries()) {
      if (key === 0 && there && !Array.isArray(there) && typeof there === "object") continue;  // one, not a list
      if (there !== null && there !== undefined && typeof there !== "object") {
        if (gone) return null;
        const short = SHORT[trail.at(-1)] ?? "text";
        return this.edit({ op: "set", slide, path: trail, value: { [short]: there, ...nested(path.slice(depth), value) } });
      }
      there = there?.[key];
      trail.push(key);
    }
    if (gone && there === undefined && slide !== null && !this.isTyped(slide, trail)) return null;
    return typed ? this.type(slide, trail, value) : this.set(slide, trail, value);
  }

  undoLast() { this.flush(); return this.#send((digest) => this.api.undo(digest)); }
  redoLast() { this.flush(); return this.#send((digest) => this.api.redo(digest)); }
  saveText(text, digest) { return this.#send((now) => this.api.saveText(digest ?? now, text)); }

  /** A file that comes into media/, and with it an edit that the server makes. */
  async #brought(ask) {
    await this.flush();
    const { digest } = this;
    const answer = await ask();
    // It doesn't wait in the queue, a film takes minutes: what was typed meanwhile may be in it or not.
    if (answer.change && this.digest === digest && !this.turns) this.#take(answer.change);
    else if (answer.change) await this.refresh();
    return answer;
  }

  upload(file, slide, where) { return this.#brought(() => this.api.upload(file, slide, where)); }
  keepRecording(blob, slide) { return this.#brought(() => this.api.recording(blob, slide)); }
  takeFromArchive(what, signal) { return this.#brought(() => this.api.archiveTake({ ...what, digest: this.digest }, signal)); }

  /** Somebody else, or another tab, changed it. */
  refresh() {
    return this.#inTurn(async () => {
      const fresh = await this.api.read();
      if (fresh.digest === this.digest) return;
      const before = this.slides;
      Object.assign(this, fresh);
      const changed = this.order.filter((id) => JSON.stringify(before[id]) !== JSON.stringify(this.slides[id]));
      this.#changed(changed, true);
    });
  }

  // One request after the other: each needs the digest that the last one gave, and a film that was read
  // while an edit was under way would take back what was typed.
  #inTurn(does) {
    this.turns += 1;
    const turn = this.queue.then(does).finally(() => { this.turns -= 1; });
    this.queue = turn.catch(() => {});
    return turn;
  }

  #send(request, edits = []) {
    return this.#inTurn(async () => {
      this.#say("saving");
      for (;;) {
        try {
          const change = await request(this.digest);
          this.#take(change);
          this.#say(this.typed.size ? "saving" : "saved");
          return change;
        } catch (error) {
          if (error instanceof Refusal) {
            if (error.code === "file-changed") this.#tell("conflict", { error: error.error, edits });
            else {
              for (const { slide, path } of edits) if (path) this.refused.add(JSON.stringify([slide, path]));
              this.#tell("refused", { error, edits });
            }
            this.#say("refused");
            return null;
          }
          // The server is away: what was typed waits here, and in the browser's own store.
          this.#say("lost");
          await new Promise((done) => setTimeout(done, AGAIN_MS));
        }
      }
    });
  }

  #take(change) {
    const { slides, added, gone, film, ...rest } = change;
    Object.assign(this, rest, film ?? {});
    for (const id of gone ?? []) { delete this.slides[id]; this.thumbs.delete(id); }
    Object.assign(this.slides, slides);
    this.#changed(Object.keys(slides ?? {}), Boolean(film));
    this.#remember();
  }

  #changed(ids, all) {
    for (const id of ids) this.thumbs.set(id, this.digest);
    this.#tell("change", { ids: new Set(ids), all });
  }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  #say(state) {
    if (this.state === state) return;
    this.state = state;
    this.#tell("state", state);
  }

  // Typed words survive a tab that is closed, and a machine that goes out, before they were sent.
  get #store() { return `recit-typed-${this.file ?? this.slug}`; }

  #remember() {
    try {
      if (this.typed.size) localStorage.setItem(this.#store, JSON.stringify([...this.typed]));
      else localStorage.removeItem(this.#store);
    } catch { /* storage is off */ }
  }

  #recall() {
    try {
      for (const [key, edit] of JSON.parse(localStorage.getItem(this.#store) ?? "[]")) {
        if (edit.slide === null || this.slides[edit.slide]) this.typed.set(key, edit);
      }
    } catch { /* storage is off */ }
    if (this.typed.size) this.flush();
  }
}
