// Left: the slides as thumbnails under their chapters. Moved by drag or keys, added, copied, deleted.

import { keepClear } from "./clear_of.js";
import { announce, ask, h, icon, reconcile, tr, trn } from "./dom.js";
import { UNWRITTEN, advice } from "./wording.js";

export const KINDS = {
  image: () => tr("Photograph"), pictures: () => tr("Several pictures"), map: () => tr("Map"),
  card: () => tr("Title card"), footage: () => tr("Archive film"), clip: () => tr("Clip"), "": () => tr("Nothing to see yet"),
};
export const BADGES = {
  mistake: { sign: "!", said: () => tr("mistake") }, name: { sign: "ə", said: () => tr("a name to settle") },
  rights: { sign: "©", said: () => tr("rights missing") }, recording: { sign: "●", said: () => tr("recording out of date") },
  alt: { sign: "A", said: () => tr("no alternative text") }, check: { sign: "?", said: () => tr("something to check") },
};

/** What a person calls a slide: its caption, its card's title, its first words. */
export function called(slide) {
  const card = typeof slide.fields?.card === "object" ? slide.fields.card : { title: slide.fields?.card };
  const words = [slide.caption, card?.title, card?.text, card?.author, slide.narration].map((one) => String(one?.text ?? one ?? "").trim());
  const [text = ""] = (words.find((one) => one && one !== UNWRITTEN) ?? "").split("\n");
  return text.length > 60 ? `${text.slice(0, 57)}…` : text || KINDS[slide.kind]();
}

const SHOWN_PLACES = 3;  // of a map: which one it is, not all that is on it

/** What a slide's picture is, for who doesn't see it: of a map its places, of a photograph what it shows. */
export function pictured(slide) {
  const shown = slide.fields?.[slide.kind] ?? {};
  const places = (Array.isArray(shown.places) ? shown.places : []).map((one) => one?.name).filter((name) => name && name !== UNWRITTEN);
  const what = slide.kind === "map" && places.length ? places.slice(0, SHOWN_PLACES).join(", ") + (places.length > SHOWN_PLACES ? "…" : "") : shown.alt;
  return what ? tr("{what}: {value}", { what: KINDS[slide.kind](), value: what }) : KINDS[slide.kind]();
}

const REMEDIES = {
  "rights-missing": () => tr("Write who made it, who holds it and on what terms, under “Rights”."),
  "license-unfit": () => tr("Choose its licence from the list, under “Rights”."),
  "rights-nameless": () => tr("Write its author under “Rights”; “Unknown” if you have looked for it and nobody knows."),
  "rights-expired": () => tr("Renew the right and correct its last day, or choose another picture."),
  "file-name-unfit": () => tr("Drop a picture on it, or choose a file."),
  "alt-missing": () => tr("Write what it shows, under “Alternative text”."),
  "picture-cropped": () => tr("Choose another way under “How it fills the frame”, or say under “Movement” what is passed over."),
  "focus-out-of-view": () => tr("Widen both views so that they hold it, or choose another movement."),
  "callout-out-of-view": () => tr("Move the mark, or show more of the picture."),
  "recording-stale": () => tr("Record it again, or go back to the synthetic voice."),
  "description-missing": () => tr("Write one or two sentences about the film, in its settings."),
};

/** What puts a problem right, here, under *field*: the remedies of the command line speak of the file. */
export const remedy = (problem, field = "") => problem.code === "file-name-unfit" && problem.key?.startsWith("footage")
  ? tr("Drop a film on it, or choose one.") : REMEDIES[problem.code]?.() ?? advice(problem.remedy ?? "", problem.line, field);

export class SlideList {
  constructor(film, cursor, studio) {
    Object.assign(this, { film, cursor, unseen: new Set() });
    this.list = h("div", { className: "chapters" });
    this.menu = h("div", { className: "menu", id: "kinds", popover: "auto" },
      studio.kinds.filter((kind) => kind !== "clip" || studio.allow_code).map((kind) =>
        h("button", { onclick: () => this.add(kind) }, KINDS[kind]?.() ?? kind)));
    this.menu.addEventListener("toggle", ({ newState }) => { if (newState === "open") this.menu.firstElementChild.focus(); });
    this.menu.addEventListener("keydown", (event) => {
      const all = [...this.menu.children];
      const at = all.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      all.at(to % all.length).focus();
    });
    const add = h("button", { className: "main" }, tr("Add a slide"));
    add.popoverTargetElement = this.menu;
    this.node = h("section", { className: "slides", aria: { label: tr("Slides") } },
      h("div", { className: "row tools" }, add, this.menu,
        this.#tool("up", tr("Move up"), () => this.shift(this.cursor.slide, -1)), this.#tool("down", tr("Move down"), () => this.shift(this.cursor.slide, 1)),
        this.#tool("copy", tr("Duplicate"), () => this.copy()), this.#tool("bin", tr("Delete"), () => this.remove(this.cursor.slide))),
      h("p", { className: "hint", id: "slides-help" }, tr("Drag a slide to move it, or hold Alt and press ↑ or ↓.")), this.list);
    this.free = keepClear(this.node, { top: [this.node.firstElementChild] });
    this.watch = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        target.near = isIntersecting;
        if (isIntersecting) this.#thumb(target);
      }
    }, { rootMargin: "300px" });
    film.addEventListener("change", ({ detail }) => this.draw(detail.ids));
    cursor.addEventListener("move", ({ detail }) => this.#mark(detail.turned));
    this.draw(new Set(film.order));
    this.node.addEventListener("keydown", (event) => this.#keys(event));
  }

  leave() { this.watch.disconnect(); this.free(); }

  #tool(sign, said, does) {
    return h("button", { className: "quiet", title: said, aria: { label: said }, onclick: does }, icon(sign));
  }

  draw() {
    const chapters = this.film.chapters();
    reconcile(this.list, chapters, (chapter) => chapter.first,
      () => h("section", {}, h("h2", {}), h("ol", { role: "list" })),
      (node, chapter) => {
        const heading = node.querySelector("h2");
        heading.textContent = chapter.title || tr("Beginning");
        heading.lang = this.film.language;
        reconcile(node.querySelector("ol"), chapter.slides, (slide) => slide.id, (slide) => this.#make(slide), (item, slide) => this.#tell(item, slide));
      });
    this.#mark();
  }

  #make(slide) {
    const button = h("button", { className: "slide", draggable: true, aria: { describedby: "slides-help" },
      onclick: (event) => { this.cursor.moveTo(slide.id, { from: event.detail ? "list" : "keys" }); if (event.detail) this.onopen?.(); } },
      h("img", { alt: "", width: 96, height: 54 }), h("span", { className: "number" }), h("span", { className: "name" }), h("span", { className: "badges" }));
    const item = h("li", {}, button);
    // What can't be drawn bears the badge of a mistake, whether or not one looks at it.
    const image = button.firstElementChild;
    const drawn = (is) => {
      if (is !== this.unseen.has(item.slide.id)) return;
      if (is) this.unseen.delete(item.slide.id); else this.unseen.add(item.slide.id);
      this.#tell(item, item.slide);
    };
    image.addEventListener("load", () => drawn(true));
    image.addEventListener("error", async () => {
      const address = image.src;
      if (address && (await fetch(address).catch(() => ({}))).status === 422 && image.src === address) drawn(false);
    });
    item.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/x-recit-slide", slide.id);
      event.dataTransfer.effectAllowed = "move";
    });
    item.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("Files")) event.preventDefault();
      if (!event.dataTransfer.types.includes("text/x-recit-slide")) return;
      event.preventDefault();
      const box = item.getBoundingClientRect();
      item.dataset.drop = event.clientY < box.top + box.height / 2 ? "before" : "after";
    });
    for (const name of ["dragleave", "drop", "dragend"]) item.addEventListener(name, () => setTimeout(() => delete item.dataset.drop));
    item.addEventListener("drop", (event) => {
      const [file] = event.dataTransfer.files;
      if (file) {
        event.preventDefault();
        this.cursor.moveTo(slide.id, { from: "list" });
        this.onfile?.(file);
        return;
      }
      const id = event.dataTransfer.getData("text/x-recit-slide");
      if (!id || id === slide.id) return;
      event.preventDefault();
      const order = this.film.order.filter((other) => other !== id);
      const at = order.indexOf(slide.id) + (item.dataset.drop === "after" ? 1 : 0);
      this.#move(id, at === 0 ? null : order[at - 1]);
    });
    this.watch.observe(item);
    return item;
  }

  #tell(item, slide) {
    item.slide = slide;
    item.firstElementChild.classList.toggle("stale", slide.stale);
    const [picture, number, name, badges] = item.firstElementChild.children;
    picture.alt = pictured(slide);
    number.textContent = slide.index + 1;
    name.textContent = called(slide);
    name.lang = this.film.language;
    const all = this.unseen.has(slide.id) && !slide.badges.includes("mistake") ? ["mistake", ...slide.badges] : slide.badges;
    const wanted = all.join();
    if (badges.dataset.has !== wanted) {
      badges.dataset.has = wanted;
      badges.replaceChildren(...all.map((badge) => {
        const { sign, said } = BADGES[badge];
        return h("span", { className: `badge ${badge}`, title: said() }, h("span", { aria: { hidden: true } }, sign), h("span", { className: "visually-hidden" }, ` ${said()}`));
      }));
    }
    if (item.near) this.#thumb(item);
  }

  #thumb(item) {
    const id = item.slide?.id;
    if (!id) return;
    const kind = item.slide.fields?.[item.slide.kind];
    const image = item.querySelector("img");
    // A photograph that hasn't been chosen yet can't be drawn.
    if (kind && typeof kind === "object" && (("file" in kind && !kind.file) || kind.length === 0)) { image.removeAttribute("src"); return; }
    const wanted = this.film.api.thumbAddress(id, this.film.thumbs.get(id));
    if (image.getAttribute("src") !== wanted) image.src = wanted;
  }

  #mark(turned = false) {
    const now = this.list.querySelector(`[data-key="${CSS.escape(this.cursor.slide ?? "")}"] > .slide`);
    for (const before of this.list.querySelectorAll("[aria-current]")) if (before !== now) before.removeAttribute("aria-current");
    now?.setAttribute("aria-current", "true");
    if (turned) now?.scrollIntoView({ block: "nearest" });
  }

  reveal() { this.list.querySelector("[aria-current]")?.scrollIntoView({ block: "center" }); }

  #keys(event) {
    const on = event.target.closest(".slide");
    if (!on || event.ctrlKey || event.metaKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    // The slide that has the focus, which needn't be the one that is shown.
    const { key: id } = on.parentNode.dataset;
    if (step && event.altKey) { event.preventDefault(); this.shift(id, step); }
    else if (step) {
      event.preventDefault();
      const all = [...this.list.querySelectorAll(".slide")];
      const next = all[all.indexOf(on) + step];
      next?.focus();
      next?.click();
    } else if (event.key === "Delete") this.remove(id);
  }

  async add(kind) {
    this.menu.hidePopover();
    const change = await this.film.edit({ op: "slide-add", after: this.cursor.slide ?? null, kind });
    const [id] = change?.added ?? [];
    if (!id) return;
    this.cursor.moveTo(id, { from: "new" });
    announce(tr("{kind} added, slide {number}", { kind: KINDS[kind]?.() ?? kind, number: this.film.slides[id].index + 1 }));
  }

  async copy() {
    const change = await this.film.edit({ op: "slide-copy", id: this.cursor.slide });
    const [id] = change?.added ?? [];
    if (id) { this.cursor.moveTo(id, { from: "list" }); announce(tr("Duplicated")); }
  }

  shift(id, by) {
    const { order } = this.film;
    const at = order.indexOf(id) + by;
    if (at < 0 || at >= order.length) { announce(tr("It is at the end already")); return; }
    const rest = order.filter((other) => other !== id);
    this.#move(id, at === 0 ? null : rest[at - 1]);
  }

  async #move(id, after) {
    if (!await this.film.edit({ op: "slide-move", id, after })) return;
    this.cursor.moveTo(id, { from: "list" });
    this.list.querySelector(`[data-key="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
    announce(tr("Now slide {number} of {count}", { number: this.film.slides[id].index + 1, count: this.film.order.length }));
  }

  async remove(id) {
    const slide = this.film.slides[id];
    if (!slide || !await ask(tr("Delete this slide?"), tr("“{name}” and its text are taken out of the film. Ctrl+Z, or the arrow at the top, brings them back.", { name: called(slide) }), tr("Delete"))) return;
    const { order } = this.film;
    const at = order.indexOf(slide.id);
    const next = order[at + 1] ?? order[at - 1];
    if (!await this.film.edit({ op: "slide-delete", id: slide.id })) return;
    if (next) this.cursor.moveTo(next, { from: "list" });
    this.list.querySelector("[aria-current]")?.focus();
    announce(trn("Deleted; {count} slide is left", "Deleted; {count} slides are left", this.film.order.length));
  }
}
