// The page of one film: its head, its parts and tabs, and what ties them: where the cursor stands.

import { keepClear } from "./clear_of.js";
import { announce, dismissErrors, h, icon, debounce, latest, toast, tr, trn } from "./dom.js";
import { OpenFilm, windowLock } from "./open_film.js";
import { Unsaved, conflict } from "./unsaved.js";
import { Footer } from "./footer.js";
import { SlidePreview } from "./slide_preview.js";
import { SlideList } from "./slides.js";
import { TextEditor } from "./text_editor.js";
import { checkTab } from "./remarks.js";
import { stop } from "./sound.js";
import { settingsDialog } from "./settings.js";
import { reviewTab, rightsTab, versionsTab, wordsTab } from "./tabs.js";
import { setSlideOrder } from "./wording.js";
import { yamlTab } from "./yaml_tab.js";

const HERE_MS = 30_000;
const STATES = {
  saved: () => tr("Saved"),
  saving: () => tr("Saving…"),
  refused: () => tr("Not saved"),
  lost: () => tr("The studio doesn't answer; kept in this browser"),
};

/** What an undo takes back, by what the file's journal calls it. */
const DONE = {
  typing: () => tr("what was typed"), set: () => tr("a setting"), remove: () => tr("something taken away"), insert: () => tr("something added"),
  move: () => tr("another order"), "slide-add": () => tr("a new slide"), "slide-kind": () => tr("what a slide shows"), "slide-move": () => tr("a slide moved"), "slide-copy": () => tr("a slide duplicated"),
  "slide-delete": () => tr("a slide deleted"), "slide-rename": () => tr("a slide's name"), pronounce: () => tr("how a name is said"), "pronounce-everywhere": () => tr("how a name is said"), "pronounce-forget": () => tr("how a name is said"),
  "remark-checked": () => tr("a point that was checked"), "remark-taken": () => tr("the map that was proposed"), "set-aside": () => tr("files set aside"),
  yaml: () => tr("the text of the file"), image: () => tr("a picture"), archive: () => tr("a picture from an archive"), recording: () => tr("a recording"),
};

export async function filmView(studio, wanted) {
  const film = await new OpenFilm(wanted.film, studio.place).open();
  setSlideOrder(film.order);
  film.addEventListener("change", () => setSlideOrder(film.order));
  const schema = await studioSchema();
  const cursor = new Cursor(film, wanted.slide);
  const list = new SlideList(film, cursor, studio);
  const text = new TextEditor(film, cursor, studio);
  const preview = new SlidePreview(film, cursor, schema, studio);
  list.onfile = text.onfile = (file) => preview.take(file);
  const footer = new Footer(film, cursor, studio);
  const state = h("p", { className: "save", role: "status" }, STATES.saved());
  const undo = h("button", { className: "quiet", onclick: () => film.undoLast() }, icon("undo"));
  const redo = h("button", { className: "quiet", onclick: () => film.redoLast() }, icon("redo"));
  const settings = h("button", { className: "quiet", onclick: () => settingsDialog(film, schema, studio) }, tr("Settings"));
  const others = h("p", { className: "others", role: "status" });
  const title = h("h1", { tabIndex: -1 });

  const tabs = {
    film: { title: tr("Film"), make: null },
    check: { title: tr("To check"), make: () => checkTab(film) },
    words: { title: tr("Words"), make: () => wordsTab(film) },
    rights: { title: tr("Rights"), make: () => rightsTab(film, studio) },
    review: { title: tr("Review"), make: () => reviewTab(film) },
    versions: { title: tr("Versions"), make: () => versionsTab(film) },
    yaml: { title: "YAML", make: () => yamlTab(film, schema) },
  };
  const panels = h("div", { className: "panels" });
  const strip = h("nav", { className: "tabs", aria: { label: tr("Parts of the film") } },
    Object.entries(tabs).map(([name, { title: said }]) =>
      h("a", { href: "#", data: { tab: name }, onclick: (event) => { event.preventDefault(); showTab(name, { chosen: true }); } }, said)));

  const parts = { slides: tr("Slides"), text: tr("Text"), preview: tr("Picture") };
  const switcher = h("div", { className: "switcher", role: "group", aria: { label: tr("What is shown") } },
    Object.entries(parts).map(([name, said]) => h("button", { data: { part: name }, onclick: () => showPart(name) }, said)));
  const skips = h("nav", { className: "skips", aria: { label: tr("Go to") } },
    [...Object.entries(parts), ["footer", tr("Publish…")]].map(([part, said]) =>
      h("button", { onclick: () => jumpTo(part) }, said)));
  const workspace = h("div", { className: "workspace", data: { part: "text" } }, switcher, list.node, text.node, preview.node);
  panels.append(workspace);

  const me = film.window;
  const windows = new Set();  // others of this browser, on this film
  const watching = new AbortController();
  let release = null;
  let tab = "film";
  let nextTab = tab;  // what was typed is sent first
  const made = {};

  /** *chosen*: by the person, who can go back to the tab before. Gives the panel, unless another was asked for. */
  async function showTab(name, { chosen = false } = {}) {
    if (!tabs[name]) name = "film";
    stop();
    dismissErrors();
    nextTab = name;
    await film.flush();
    if (nextTab !== name) return null;
    tab = name;
    for (const link of strip.children) link.toggleAttribute("aria-current", false);
    const link = strip.querySelector(`[data-tab=${name}]`);
    link.setAttribute("aria-current", "page");
    strip.scrollLeft = link.offsetLeft - strip.firstElementChild.offsetLeft - (strip.clientWidth - link.offsetWidth) / 2;
    tellCheck();
    workspace.hidden = name !== "film";
    footer.tab(name);
    for (const other of Object.values(made)) other.leave?.();
    panels.querySelector(":scope > .tab")?.remove();
    cursor.remember({ tab, chosen });
    if (name === "film") return workspace;
    const panel = h("section", { className: `tab tab-${name}`, aria: { label: tabs[name].title, busy: "true" } });
    panels.append(panel);
    try {
      made[name] = await tabs[name].make();
      if (tab === name) panel.replaceChildren(...made[name].parts);
    } catch (error) { panel.replaceChildren(h("p", { role: "alert" }, error.message)); }
    panel.removeAttribute("aria-busy");
    return tab === name ? panel : null;
  }

  /** By the browser's Back and Forward, or by a link: the keyboard stands where one left from, or at what one came to. */
  async function follow({ tab: wantedTab, slide }) {
    cursor.address = location.hash;
    const left = cursor.slide;
    if (film.slides[slide]) cursor.moveTo(slide, { from: "address" });
    const panel = wantedTab === nextTab ? null : await showTab(wantedTab);
    if (tab === nextTab) cursor.remember();
    if (tab === "film") {
      if (isNarrow() && workspace.dataset.part === "slides") showPart("text");
      if (panel) { list.reveal(); text.reveal(); }  // it was hidden, and couldn't be scrolled
      text.heading()?.focus({ preventScroll: true });
    } else if (panel) (panel.querySelector(`a[href$="slide=${CSS.escape(encodeURIComponent(left))}"]`) ?? headed(panel))?.focus();
  }

  const headed = (panel) => { const heading = panel.querySelector("h2"); if (heading) heading.tabIndex = -1; return heading; };

  function showPart(part) {
    workspace.dataset.part = part;
    for (const button of switcher.children) button.setAttribute("aria-pressed", String(button.dataset.part === part));
    if (!isNarrow()) return;
    // One part at a time: each begins where the person is.
    if (part === "text") text.reveal();
    else workspace.scrollIntoView({ block: "start" });
    if (part === "slides") list.reveal();
    if (part === "preview") preview.look();
  }

  const isNarrow = () => getComputedStyle(switcher).display !== "none";

  /** By keys, over all that lies between. */
  async function jumpTo(part) {
    if (tab !== "film") await showTab("film", { chosen: true });
    if (part === "footer") { footer.publishing.focus(); return; }
    if (isNarrow()) showPart(part);
    // The first of these that there is: one selector of both would give the first of the page.
    const wanted = { slides: [".slide[aria-current]", ".slide"], text: [".block.here .narration", ".narration"], preview: ["h2"] }[part];
    const { node } = { slides: list, text, preview }[part];
    wanted.map((one) => node.querySelector(one)).find(Boolean)?.focus();
  }

  /** To the next part of the page, or back; false: there is none, and the browser's own parts come. */
  function goOn(by) {
    const all = [list.node, text.node, preview.node, footer.node];
    const at = all.findIndex((node) => node.contains(document.activeElement));
    const to = [...Object.keys(parts), "footer"][at + by];
    if (tab !== "film" || !to || at + by < 0) return false;
    jumpTo(to);
    return true;
  }

  /** The tab of what is to be checked is there as long as something is, or somebody looks at it. */
  function tellCheck() {
    const link = strip.querySelector("[data-tab=check]");
    const count = film.remarks.length;
    link.textContent = count ? tr("To check ({count})", { count }) : tr("To check");
    link.hidden = count === 0 && nextTab !== "check";
  }

  function tell() {
    tellCheck();
    title.textContent = film.title;
    title.lang = film.language;
    document.title = `${film.title} — Récit`;
    for (const [button, said, name] of [[undo, film.undo, tr("Undo")], [redo, film.redo, tr("Redo")]]) {
      const full = said ? tr("{what}: {value}", { what: name, value: called(said) }) : name;
      button.title = full;
      button.setAttribute("aria-label", full);
      // Not `disabled`: the focus must not fall out of a button that has nothing more to undo.
      button.setAttribute("aria-disabled", String(!said));
    }
    const nameless = tr("another window");
    const names = [...new Set([...(film.editors ?? []), ...(windows.size ? [""] : [])].map((name) => (name && name !== studio.who ? name : nameless)))].join(", ");
    others.textContent = names ? tr("Also open with: {names}", { names }) : "";
    const lines = film.problems.filter((one) => !one.slide).length;
    const whole = film.order.length > 0 && film.order.every((id) => film.slides[id].stale);
    // A film without slides has no mistake: it has no slide yet.
    const empty = film.readable !== false && film.order.length === 0;
    wrong.hidden = !empty && film.readable !== false && !whole && !lines;
    wrong.lastElementChild.hidden = empty;
    wrong.firstElementChild.textContent = empty ? tr("The film has no slide: add one.") : film.readable === false ? tr("The file can't be read as it stands: the film is shown as it was before.")
      : whole ? tr("A setting of the film is wrong: the film is shown as it was before.")
        : trn("{count} mistake in the film's settings.", "{count} mistakes in the film's settings.", lines);
  }

  /** What an undo took back, said with where that is, and seen: nothing changes where nobody looks. */
  let told = null;
  function stepped({ kind, label, slide }) {
    const number = (film.slides[slide]?.index ?? 0) + 1;
    const what = called(label);
    told?.remove();
    told = toast(kind === "undo" ? (slide ? tr("Undone: {what}, slide {number}", { what, number }) : tr("Undone: {what}", { what }))
      : slide ? tr("Done again: {what}, slide {number}", { what, number }) : tr("Done again: {what}", { what }));
    if (!slide) return;
    const from = document.activeElement?.closest(".block");
    cursor.moveTo(slide, { from: tab === "film" ? "foot" : "undo" });
    const to = text.node.querySelector(`.block[data-key="${CSS.escape(slide)}"]`);
    to?.scrollIntoView({ block: "nearest" });
    // Whoever writes goes on where it is seen.
    if (from && from !== to) to?.narration.focus({ preventScroll: true });
  }
  const called = (label) => DONE[label.split(" ")[0]]?.() ?? tr("a setting");

  const unsaved = new Unsaved(film, cursor, () => showTab("film", { chosen: true }));
  const wrong = h("p", { className: "notice wrong", role: "alert", hidden: true },
    h("span"), " ", h("button", { onclick: () => showTab("yaml", { chosen: true }) }, tr("Put it right in the YAML tab")));
  const header = h("header", { className: "bar" }, h("a", { className: "brand", href: "#" }, h("span", { aria: { hidden: true } }, "‹ "), tr("Films")), title,
    h("div", { className: "row" }, settings, undo, redo, state), others, strip);

  const keys = (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector("dialog[open]")) {
      if (event.key === "F6" && goOn(event.shiftKey ? -1 : 1)) event.preventDefault();
      if (event.key === "Escape" && preview.endAdding()) event.preventDefault();
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const field = event.target.closest("input, textarea, select");
    if (document.querySelector("dialog[open]")) {
      // Nor by the browser, in a text behind the window.
      if (!field && ["z", "y"].includes(key)) event.preventDefault();
      return;
    }
    if (key === "s") { event.preventDefault(); film.flush(); announce(tr("It is saved by itself while you type.")); }
    else if (field) return;
    else if (key === "z") { event.preventDefault(); film[event.shiftKey ? "redoLast" : "undoLast"](); }
    else if (key === "y") { event.preventDefault(); film.redoLast(); }
  };
  const away = () => {
    studio.tell({ kind: "window", film: film.id, id: me, gone: true });
    film.api.here(me, true).catch(() => {});
  };
  list.onopen = () => { if (isNarrow()) showPart("text"); };
  const hide = () => { if (document.visibilityState === "hidden") film.flush(true); };
  const leave = (event) => {
    film.flush(true);
    // What is on its way arrives; what was refused, or waits, needs the person.
    if (film.kept.size || film.state === "lost") event.preventDefault();
  };

  cursor.addEventListener("field", () => { if (isNarrow()) showPart("preview"); });
  film.addEventListener("change", tell);
  const showState = () => {
    const quiet = ["saved", "saving"].includes(film.state);
    // Said at each pause of the hands it would drown what is being written.
    state.setAttribute("aria-live", quiet ? "off" : "polite");
    if (film.state === "saved" && /refused|lost/.test(state.className)) announce(STATES.saved());
    state.textContent = STATES[film.state]();
    state.className = `save ${film.state}`;
    if (film.state === "saved") dismissErrors();
  };
  film.addEventListener("state", showState);
  film.addEventListener("done", dismissErrors);  // something went well
  film.addEventListener("stepped", ({ detail }) => stepped(detail));
  cursor.addEventListener("move", ({ detail }) => {
    if (detail.turned) dismissErrors();  // they were about what one has left
    const number = (film.slides[cursor.slide]?.index ?? 0) + 1;
    const value = tr("slide {number}", { number });
    for (const [index, what] of [[1, parts.text], [2, parts.preview]]) skips.children[index].textContent = film.slides[cursor.slide] ? tr("{what}: {value}", { what, value }) : what;
  });
  showState();  // words of the last time may be on their way already
  film.addEventListener("refused", ({ detail }) => {
    // Of words that are kept the notice tells.
    if (!detail.edits.some((one) => one.path && ["set", "remove"].includes(one.op))) toast(detail.error.message, { wrong: true });
    again();
  });
  film.addEventListener("conflict", ({ detail }) => conflict(film, detail.edits.length ? {} : detail.error));
  tell();
  showPart("text");
  const free = keepClear(document.documentElement, { top: [header, unsaved.node, switcher, list.node.firstElementChild], bottom: [footer.node] });
  document.addEventListener("keydown", keys);
  document.addEventListener("visibilitychange", hide);
  window.addEventListener("beforeunload", leave);
  window.addEventListener("pagehide", hide);
  window.addEventListener("pagehide", away);
  const learn = latest(() => film.api.here(me), ({ editors }) => { film.editors = editors; tell(); });
  const present = () => learn().catch(() => { /* asked again soon */ });
  const here = () => {
    present();
    studio.tell({ kind: "window", film: film.id, id: me });
    tell();
  };
  // A window holds a lock of its own: who is given it knows that the window is gone, however it ended.
  const outlive = (id) => navigator.locks.request(windowLock(id), { signal: watching.signal }, () => {
    if (!windows.delete(id)) return;
    film.api.here(id, true).catch(() => {});
    tell();
  }).catch(() => {});
  let presence = 0;
  const again = () => film.refresh().catch(() => { /* "open" comes when the studio is there again */ });
  const fresh = debounce(again, 200);

  return {
    film,
    parts: [skips, header, wrong, unsaved.node, h("main", { className: "film" }, panels), footer.node],
    shown: () => { presence = setInterval(here, HERE_MS); navigator.locks.request(windowLock(me), () => { here(); return new Promise((done) => { release = done; }); }); showTab(wanted.tab); cursor.show(); title.focus({ preventScroll: true }); },
    go: follow,
    receive(news) {
      const beside = news.kind === "film" && news.film === film.id && news.beside;
      if (beside?.length) {
        film.anew().catch(() => { /* "open" comes when the studio is there again */ });
        toast(tr("Changed on the disk: {names}. What is shown and heard is made anew.", { names: beside.join(", ") }));
      } else if (beside && news.digest === film.digest) film.anew().catch(() => {});  // how words are said
      if (news.film === film.id && news.kind === "film" && news.digest !== film.digest) {
        // Our own edits are told too, sometimes before they are answered.
        film.queue.then(() => {
          if (news.digest === film.digest) return;
          if (news.reason === "disk" || (news.by && news.by !== studio.who)) toast(tr("The film was changed elsewhere; this page shows it as it is now."));
          fresh();
        });
      }
      if (news.film === film.id && news.kind === "editors") present();
      // A recording was listened to: how long its slide lasts is known now.
      if (news.film === film.id && news.kind === "heard") { preview.learn(); footer.ask(); }
      if (news.kind === "window" && news.film === film.id) {
        if (news.gone) windows.delete(news.id);
        else {
          if (!windows.has(news.id)) { studio.tell({ kind: "window", film: film.id, id: me }); outlive(news.id); }
          windows.add(news.id);
        }
        tell();
      }
      if (news.kind === "films") footer.ask();  // another version is public
      if (news.kind === "open") { again(); present(); footer.catchUp(); }
      if (news.kind === "job") { footer.receive(news.job); preview.receive(news.job); }
      made[tab]?.receive?.(news);
    },
    leave() {
      document.activeElement?.blur();  // a field that is being written in gives what it has
      film.flush();
      stop();
      if (presence) away();
      release?.();
      watching.abort();
      clearInterval(presence);
      document.removeEventListener("keydown", keys);
      document.removeEventListener("visibilitychange", hide);
      window.removeEventListener("beforeunload", leave);
      window.removeEventListener("pagehide", hide);
      window.removeEventListener("pagehide", away);
      text.leave();
      list.leave();
      preview.leave();
      free();
    },
  };

  async function studioSchema() {
    studio.schema ??= await (await import("./api.js")).schema();
    return studio.schema;
  }
}

/** Ways to come to a slide that are a choice. */
const CHOSEN = new Set(["list", "foot", "new"]);

/** Where the person is: a slide, and a sentence or a frame of it. */
class Cursor extends EventTarget {
  constructor(film, slide) {
    super();
    this.film = film;
    this.slide = film.slides[slide] ? slide : film.order[0];
    this.sentence = null;
    this.frame = null;
    this.address = location.hash;  // as it was last read or written
    film.addEventListener("change", () => {
      if (!film.slides[this.slide]) this.moveTo(film.order[Math.min(this.index ?? 0, film.order.length - 1)]);
      this.index = film.order.indexOf(this.slide);
      // The sentence that was looked at may be gone.
      const last = (film.slides[this.slide]?.sentences.length ?? 0) - 1;
      if (this.sentence !== null && this.sentence > last) this.sentence = last < 0 ? null : last;
    });
  }

  moveTo(slide, { sentence = null, frame = null, from = null } = {}) {
    if (slide === this.slide && sentence === this.sentence && frame === this.frame) return;
    const turned = slide !== this.slide;
    Object.assign(this, { slide, sentence, frame, index: this.film.order.indexOf(slide) });
    if (turned && from !== "address") this.remember({ chosen: CHOSEN.has(from) });
    this.dispatchEvent(new CustomEvent("move", { detail: { turned, from } }));
  }

  show() { this.dispatchEvent(new CustomEvent("move", { detail: { turned: true, from: null } })); }

  /** In the address. What a person chose is a step of the browser's Back; where the cursor merely went is none. */
  remember({ tab = this.tab, chosen = false } = {}) {
    this.tab = tab;
    // Back and Forward change the address a moment before they are told of: theirs isn't written over.
    if (location.hash !== this.address) return;
    const said = new URLSearchParams({ film: this.film.id, ...(this.slide ? { slide: this.slide } : {}), ...(tab && tab !== "film" ? { tab } : {}) });
    if (location.hash !== `#${said}`) history[chosen ? "pushState" : "replaceState"](null, "", `#${said}`);
    this.address = location.hash;
  }
}
