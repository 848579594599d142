// The film that is open: what the file says, what has been typed since, and how they become one.
//
// Goes in: edits. Goes out: events "change" (which slides), "state" (saving, saved, refused, lost), "kept"
// (words that the file hasn't got, and why), "refused", "conflict" (of the whole text). Knows no element.
//
// What is typed is in one of three places until the file has it: `typed` (not sent), `sent` (on its way),
// `kept` (refused, met by somebody else's words, or its slide is gone). All three are in the browser's store.

import { filmApi, Refusal } from "./api.js";
import { tr } from "./dom.js";

const TYPING_MS = 150;  // in the file within 300 ms of the last key
const AGAIN_MS = 3000;
const SHORT = { image: "file", pictures: "file", footage: "file", music: "file", recording: "file", card: "title", motion: "kind", transition: "kind", sources: "title" };

// Blanks at the end of a line, and lines at the end of a text, are no words: the file may have them or not.
const words = (value) => (typeof value === "string" ? value.replace(/[ \t\u00a0]+$/gm, "").trim() : value ?? null);
const same = (one, other) => JSON.stringify(words(one)) === JSON.stringify(words(other));
const keyOf = ({ slide, path }) => JSON.stringify([slide, path]);
const plain = ({ from, ...edit }) => edit;
const MEETINGS = 5;  // how often one edit is sent again while somebody else keeps on changing the file

const nested = ([key, ...rest], value) => ({ [key]: rest.length ? nested(rest, value) : value });

export class OpenFilm extends EventTarget {
  constructor(id, project) {
    super();
    this.id = id;
    this.project = project;  // the project's name in the browser's store
    this.api = filmApi(id);
    this.state = "saved";
    this.window = crypto.randomUUID();
    this.typed = new Map();  // path → edit not yet sent, with what the file had there `from` which it was typed
    this.sent = new Map();   // path → edit on its way
    this.kept = new Map();   // path → {why: "refused" | "met" | "gone", edits, message?, slide?, after?}
    this.isLeft = false;     // the page shows another film: nothing is done to this one any more
    this.writing = null;     // the slide in whose text somebody writes
    this.queue = Promise.resolve();
    this.turns = 0;           // of the queue that are not over
    this.texts = 0;           // that the server gave: a text may come back to what it was, its number doesn't
    this.disk = 0;            // how often a file that the film names was changed on the disk
    this.timer = 0;
    this.thumbs = new Map();  // slide → when its picture may have changed
  }

  async open() {
    Object.assign(this, await this.api.read());
    for (const id of this.order) this.thumbs.set(id, this.#drawn());
    await this.#recall();
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
    if (this.isLeft) { this.#refuseLeft([]); return; }
    const edit = value === "" ? { op: "remove", slide, path } : { op: "set", slide, path, value };
    const key = keyOf(edit);
    edit.from = (this.typed.get(key) ?? this.#waiting(key))?.from ?? this.sent.get(key)?.value ?? this.#value(edit) ?? null;
    const gone = slide !== null && !this.slides[slide];
    const held = this.kept.get(gone ? goneKey(slide) : key);
    if (held && held.why !== "refused") {
      // Nothing is written over somebody else's words, and nothing into a slide that isn't there.
      held.edits = [...held.edits.filter((one) => keyOf(one) !== key), edit];
      this.#remember();
      return;
    }
    if (gone) { this.#keep({ why: "gone", edits: [edit] }, slide); return; }
    this.kept.delete(key);
    this.typed.set(key, edit);
    this.#remember();
    this.#say("saving");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), TYPING_MS);
  }

  /** Whether the page knows better than the file what stands there. */
  isTyped(slide, path) {
    const key = JSON.stringify([slide, path]);
    return this.typed.has(key) || this.sent.has(key) || this.kept.has(key);
  }

  #waiting(key) { return this.kept.get(key)?.edits.find((one) => keyOf(one) === key); }

  /** The edit of that place which the file hasn't got yet, if there is one. */
  waiting(slide, path) {
    const key = JSON.stringify([slide, path]);
    return this.typed.get(key) ?? this.#waiting(key) ?? this.sent.get(key) ?? null;
  }

  #value({ slide, path }) {
    const fields = slide === null ? this.fields ?? this : this.slides[slide]?.fields;
    return path.reduce((value, key) => value?.[key], fields);
  }

  #has(edit) { return this.#value(edit) !== undefined; }

  /** Send what has been typed. */
  flush(keepalive = false) {
    clearTimeout(this.timer);
    // What was typed and taken back before it was sent never was in the file.
    for (const [key, edit] of this.typed) if (edit.op === "remove" && !this.#has(edit) && !this.sent.has(key)) this.typed.delete(key);
    if (this.typed.size === 0) {
      this.#remember();
      this.queue.then(() => { if (this.state === "saving") this.#settled(); });
      return this.queue;
    }
    const edits = [...this.typed.values()];
    return this.#send((digest, some) => this.api.edit(digest, some.map(plain), "typing", keepalive), edits, { apart: true });
  }

  /** Edits that are one step to undo. Resolves to the change, or to null when it was refused. */
  edit(...edits) {
    this.flush();
    for (const edit of edits) if (edit.path && edit.op !== "insert") edit.from = this.#value(edit) ?? null;
    return this.#send((digest) => this.api.edit(digest, edits.map(plain)), edits);
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

  undoLast() { return this.#step("undo"); }
  redoLast() { return this.#step("redo"); }

  /** Tells what was taken back, or made again, and on which slide that is seen; null: in the whole film. */
  async #step(kind) {
    this.flush();
    let label = "";
    let before = {};
    const change = await this.#send((digest) => {
      label = this[kind] ?? "";
      before = { slides: { ...this.slides }, order: this.order };
      return this.api[kind](digest);
    });
    if (change) this.#tell("stepped", { kind, label, slide: placeOf(before, this) });
    return change;
  }

  /** Files of media/ that are used nowhere go to the trash: a step like any other. */
  setAside(names) { this.flush(); return this.#send((digest) => this.api.setAside(digest, names)); }
  saveText(text, digest) { return this.#send((now) => this.api.saveText(digest ?? now, text)); }

  /** A file that comes into media/, and with it an edit that the server makes. */
  async #brought(ask) {
    this.#stay();
    await this.flush();
    const { texts } = this;
    const answer = await ask();
    // It doesn't wait in the queue, a film takes minutes: what was typed meanwhile may be in it or not.
    if (answer.change && this.texts === texts && !this.turns) this.#take(answer.change);
    else if (answer.change) await this.refresh();
    this.#tell("done", {});
    return answer;
  }

  upload(file, slide, where) { return this.#brought(() => this.api.upload(file, slide, where)); }
  /** Of a file called *name*, or recorded here; of the whole slide, or of one *sentence* as it is shown. */
  keepRecording(blob, slide, about) { return this.#brought(() => this.api.recording(blob, slide, about)); }
  takeFromArchive(what, signal) { return this.#brought(() => this.api.archiveTake({ ...what, digest: this.digest }, signal)); }

  publish() { this.#stay(); return this.api.publish(this.digest); }
  draft(slide, shape) { this.#stay(); return this.api.draft(slide, shape); }
  rollback() { this.#stay(); return this.api.rollback(); }

  /** The page goes to something else: what was typed is sent, and whatever still points here does nothing more. */
  leaveForGood() {
    this.flush();
    this.isLeft = true;
  }

  #stay() { if (this.isLeft) throw new Refusal(0, { code: "film-left", message: tr("this film isn't the one on the page any more: nothing was done to it") }); }

  #refuseLeft(edits) {
    try { this.#stay(); } catch (error) { this.#tell("refused", { error, edits }); }
    return null;
  }

  /** Somebody else, or another tab, changed it. */
  refresh() { return this.#inTurn(() => this.#reread()); }

  /** What the film shows or says was changed on the disk, under its old name: all is asked for anew. */
  async anew() {
    this.disk += 1;
    await this.#inTurn(() => this.#reread(true));
    this.#changed(this.order, true);
  }

  async #reread(anyway = false) {
    const fresh = await this.api.read();
    if (fresh.digest === this.digest && !anyway) return;
    const { slides: before, order } = this;
    Object.assign(this, fresh);
    this.texts += 1;
    this.#gone(before, order);
    this.#meet();
    const changed = this.order.filter((id) => JSON.stringify(before[id]) !== JSON.stringify(this.slides[id]));
    this.#changed(changed, true);
  }

  // One request after the other: each needs the digest that the last one gave, and a film that was read
  // while an edit was under way would take back what was typed.
  #inTurn(does) {
    this.turns += 1;
    const turn = this.queue.then(does).finally(() => { this.turns -= 1; });
    this.queue = turn.catch(() => {});
    return turn;
  }

  #send(request, edits = [], { apart = false } = {}) {
    return this.isLeft ? Promise.resolve(this.#refuseLeft([])) : this.#inTurn(() => this.#attempt(request, edits, apart));
  }

  async #attempt(request, edits, apart) {
    this.#say("saving");
    for (let meetings = 0; ;) {
      // What waits for a choice isn't sent, though it stood in the queue when that became so.
      const held = edits.filter((one) => one.path && this.kept.get(keyOf(one))?.edits.includes(one));
      if (held.length) {
        edits = edits.filter((one) => !held.includes(one));
        if (!edits.length) { this.#settled("refused"); return null; }
      }
      // An edit whose slide is gone by now isn't sent: it is kept, and said.
      const lost = edits.filter((one) => one.path && one.slide && !this.slides[one.slide]);
      for (const edit of lost) { this.#drop(edit); this.#keep({ why: "gone", edits: [edit] }, edit.slide); }
      if (lost.length) {
        edits = edits.filter((one) => !lost.includes(one));
        if (!edits.length || !apart) { this.#settled(); return null; }
      }
      try {
        for (const edit of edits) this.#leaves(edit);
        const change = await request(this.digest, edits);
        this.#take(change, edits);
        this.#settled();
        return change;
      } catch (error) {
        if (!(error instanceof Refusal)) {
          // The server is away: what was typed waits here, and in the browser's own store.
          this.#say("lost");
          await new Promise((done) => setTimeout(done, AGAIN_MS));
          // The page may have read the file again meanwhile: what somebody else wrote there isn't written over.
          if (!edits.some((one) => one.path && one.op !== "insert" && !this.#untouched(one))) continue;
          this.#refuse(new Refusal(409, { code: "file-changed", message: "" }), edits, true);
          return null;
        }
        const met = error.code === "file-changed";
        if (met && edits.length && edits.every((one) => one.path)) {
          if ((meetings += 1) < MEETINGS && await this.#reread().then(() => true, () => false)
            && edits.every((one) => one.op !== "insert" && this.#untouched(one))) continue;
        }
        if (apart && edits.length > 1) {
          // What one field can't hold keeps no other from being saved.
          let last = null;
          for (const edit of edits) last = await this.#attempt(request, [edit], true) ?? last;
          return last;
        }
        this.#refuse(error, edits, met);
        return null;
      }
    }
  }

  /** Whether the file still has what *edit* was made from, or its slide is gone: another attempt says so. */
  #untouched(edit) { return (edit.slide && !this.slides[edit.slide]) || same(this.#value(edit), edit.from); }

  #leaves(edit) {
    const key = edit.path && keyOf(edit);
    if (key && this.typed.get(key) === edit) { this.typed.delete(key); this.sent.set(key, edit); }
  }

  #drop(edit) {
    const key = keyOf(edit);
    for (const where of [this.typed, this.sent]) if (where.get(key) === edit) where.delete(key);
  }

  /** Words that were typed over what somebody else has changed meanwhile aren't sent: the person chooses. */
  #meet() {
    for (const [key, edit] of this.typed) {
      if (edit.slide !== null && !this.slides[edit.slide]) continue;
      if (this.sent.has(key) || same(this.#value(edit), edit.from)) continue;
      this.typed.delete(key);
      if (!same(this.#value(edit), edit.value)) this.#keep({ why: "met", edits: [edit] });
    }
  }

  #refuse(error, edits, met) {
    const fields = edits.filter((one) => one.path && ["set", "remove"].includes(one.op));
    const isThere = (edit) => (edit.op === "remove" ? this.#value(edit) === undefined : same(this.#value(edit), edit.value));
    const there = met && fields.length > 0 && fields.every(isThere);
    for (const edit of fields) {
      const newer = this.typed.has(keyOf(edit)) && this.typed.get(keyOf(edit)) !== edit;
      this.#drop(edit);
      if (met && isThere(edit)) continue;  // it is there already
      // What was typed after it is sent by itself, and is refused by itself.
      if (!newer) this.#keep({ why: met ? "met" : "refused", edits: [edit], message: error.message });
    }
    if (met) this.#meet();  // what was typed after it is over the same words of somebody else
    if (met && !fields.length) this.#tell("conflict", { error: error.error, edits });
    else if (!met) this.#tell("refused", { error, edits });
    this.#settled(there ? "saved" : "refused");
  }

  #keep(entry, slide = null) {
    const key = slide === null ? keyOf(entry.edits[0]) : goneKey(slide);
    const held = this.kept.get(key);
    if (held && slide !== null) held.edits = [...held.edits.filter((one) => !entry.edits.some((other) => keyOf(one) === keyOf(other))), ...entry.edits];
    else this.kept.set(key, entry);
    this.#remember();
    this.#tell("kept", { key, fresh: !held });
    this.#settled();
  }

  /** Slides that somebody else took away: what was being written there is kept, and said. */
  #gone(before, order) {
    for (const id of order.filter((one) => !this.slides[one])) {
      const edits = [...this.typed.values(), ...this.sent.values()].filter((one) => one.slide === id);
      for (const [key, held] of this.kept) if (held.why !== "gone" && held.edits[0].slide === id) { edits.push(...held.edits); this.kept.delete(key); }
      if (!edits.length && this.writing !== id) continue;
      for (const edit of edits) this.#drop(edit);
      const after = order.slice(0, order.indexOf(id)).findLast((other) => this.slides[other]) ?? null;
      this.#keep({ why: "gone", edits, slide: before[id], after }, id);
    }
    for (const id of this.order) this.#back(id);
  }

  /** A slide that has come back takes the words that waited for it. */
  #back(id) {
    const held = this.kept.get(goneKey(id));
    if (!held || !this.slides[id]) return;
    this.kept.delete(goneKey(id));
    for (const edit of held.edits) this.#again(edit);
    this.#tell("kept", {});
    this.#settled();
  }

  /** An edit of before: sent if the file still has what it was made from. */
  #again(edit) {
    const now = this.#value(edit);
    if (edit.op === "remove" ? now === undefined : same(now, edit.value)) return;
    if (!same(now, edit.from)) { this.#keep({ why: "met", edits: [edit] }); return; }
    this.typed.set(keyOf(edit), edit);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), TYPING_MS);
  }

  /** What the file has in place of kept words, and these. */
  sides(key) {
    const [edit] = this.kept.get(key).edits;
    return { edit, theirs: this.#value(edit), mine: edit.value };
  }

  /** Go on with the kept words, or with the file's; the other ones are one step to undo away. */
  async choose(key, mine) {
    const held = this.kept.get(key);
    if (!held) return;
    if (mine) {
      for (const edit of held.edits) {
        edit.from = this.#value(edit) ?? null;
        this.kept.delete(key);
        this.typed.set(keyOf(edit), edit);
      }
      this.#tell("kept", {});
      await this.flush();
      return;
    }
    await this.queue;
    const { digest, text } = await this.api.text();
    if (digest !== this.digest) { await this.#reread(); return; }  // changed once more: to be looked at again
    this.kept.delete(key);
    this.#tell("kept", {});
    if (await this.edit(...held.edits)) await this.saveText(text);
  }

  /** Let kept words go. */
  leave(key) {
    const held = this.kept.get(key);
    this.kept.delete(key);
    this.#remember();
    this.#tell("kept", {});
    this.#changed(held.edits.map((one) => one.slide).filter((id) => this.slides[id]), true);
    this.#settled();
  }

  /** A slide that somebody else took away stands there again, with what was written in it. */
  async putBack(key) {
    const { slide, after, edits } = this.kept.get(key);
    const fields = structuredClone(slide.fields);
    for (const { op, path, value } of edits) {
      const last = path.at(-1);
      const place = path.slice(0, -1).reduce((inner, step) => (inner[step] ??= {}), fields);
      if (op === "remove") delete place[last]; else place[last] = value;
    }
    const change = await this.edit({ op: "slide-add", after: this.slides[after] ? after : null, kind: slide.kind, fields });
    if (!change) return null;
    this.kept.delete(key);
    this.#remember();
    this.#tell("kept", {});
    this.#settled();
    return change.added[0];
  }

  #settled(otherwise = "saved") {
    if (this.kept.size) this.#say("refused");
    else this.#say(this.typed.size || this.sent.size ? "saving" : otherwise);
  }

  #take(change, edits = []) {
    const { slides, added, gone, film, ...rest } = change;
    const { order } = this;
    const before = { ...this.slides };
    const arrived = edits.filter((one) => one.path);
    for (const edit of arrived) {
      if (this.sent.get(keyOf(edit)) === edit) this.sent.delete(keyOf(edit));
      this.kept.delete(keyOf(edit));
    }
    Object.assign(this, rest, film ?? {});
    this.texts += 1;
    for (const id of gone ?? []) { delete this.slides[id]; this.thumbs.delete(id); }
    Object.assign(this.slides, slides);
    // What this page took away itself, or undid, is no news to it.
    if (edits.length && !edits.some((one) => one.op === "slide-delete")) this.#gone(before, order);
    else for (const id of this.order) this.#back(id);
    for (const next of arrived.map((one) => this.typed.get(keyOf(one))).filter(Boolean)) next.from = this.#value(next) ?? null;
    this.#meet();
    if (arrived.length) this.#tell("kept", {});
    this.#changed(Object.keys(slides ?? {}), Boolean(film));
    this.#remember();
    this.#tell("done", {});
  }

  #changed(ids, all) {
    for (const id of ids) this.thumbs.set(id, this.#drawn());
    this.#tell("change", { ids: new Set(ids), all });
  }

  /** Of which text, and of which files, a picture is. */
  #drawn() { return `${this.digest} ${this.disk}`; }

  #tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  #say(state) {
    if (this.state === state) return;
    this.state = state;
    this.#tell("state", state);
  }

  // Typed words survive a tab that is closed, and a machine that goes out, before they were in the file.
  // Each window has a name of its own: what one has saved takes nothing of another's away.
  get #storePrefix() { return `recit-typed-${this.project}-${this.file}-`; }

  #remember() {
    try {
      const edits = [...this.kept.values()].flatMap((held) => held.edits).concat(...this.sent.values(), ...this.typed.values());
      if (edits.length) localStorage.setItem(this.#storePrefix + this.window, JSON.stringify(edits));
      else localStorage.removeItem(this.#storePrefix + this.window);
    } catch { /* storage is off */ }
  }

  async #recall() {
    const found = [];
    try {
      const open = new Set((await navigator.locks.query()).held.map(({ name }) => name));
      for (const name of Object.keys(localStorage).filter((name) => name.startsWith(this.#storePrefix))) {
        if (open.has(windowLock(name.slice(this.#storePrefix.length)))) continue;
        found.push(...JSON.parse(localStorage.getItem(name)));
        localStorage.removeItem(name);
      }
    } catch { /* storage is off */ }
    for (const edit of found) {
      if (edit.slide !== null && !this.slides[edit.slide]) this.#keep({ why: "gone", edits: [edit] }, edit.slide);
      else this.#again(edit);
    }
    this.#remember();
    if (this.typed.size) this.flush();
  }
}

/** The slide in which two states of a film differ; null: none does, it is the whole film. */
function placeOf(before, { slides, order }) {
  const changed = order.find((id) => JSON.stringify(before.slides[id]?.fields) !== JSON.stringify(slides[id].fields));
  const at = before.order.findIndex((id, index) => order[index] !== id);
  if (changed || at < 0) return changed ?? null;
  const moved = before.order[at];
  if (!order.includes(moved)) return order[Math.min(at, order.length - 1)] ?? null;  // what stands where it was
  const without = (all, one) => all.filter((id) => id !== one).join("\n");
  return without(before.order, moved) === without(order, moved) ? moved : order[at];
}

const goneKey = (slide) => `gone ${slide}`;

/** What a window holds as long as it is open, however it ends. */
export const windowLock = (id) => `recit-window-${id}`;
