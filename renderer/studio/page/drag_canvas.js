// Things placed on a picture by hand: points, rectangles, lines. By pointer and by arrow keys.
//
// Comes in: a list of things with their places, 0 to 1 across and down. Goes out: `set(place)` of the
// one that was moved, once it rests. Knows neither photographs nor maps.

import { announce, h, debounce, newId, tr } from "./dom.js";

const STEP = 0.01;
const BIG_STEP = 0.05;  // with Shift
const REST_MS = 500;    // keys held down are one move
const SMALLEST = 0.05;  // a view of less is a blur of pixels

const within = (value, low = 0, high = 1) => Math.min(high, Math.max(low, value));
const percent = (value) => `${(value * 100).toFixed(2)}%`;
const round = (value) => Math.round(value * 1000) / 1000;

export class StudioCanvas extends HTMLElement {
  #things = [];
  #outlines = [];
  #help = newId();
  #moving = null;

  connectedCallback() {
    if (this.firstChild) return;
    this.picture = h("img", { alt: "", draggable: false });
    this.svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.svg.setAttribute("viewBox", "0 0 1000 1000");
    this.svg.setAttribute("preserveAspectRatio", "none");
    this.svg.setAttribute("aria-hidden", "true");
    this.signs = h("div", { className: "landmarks", aria: { hidden: true } });
    this.handles = h("div", { className: "handles" });
    this.append(this.picture, this.signs, this.svg, this.handles,
      h("p", { id: this.#help, hidden: true }, tr("Arrow keys move it, with Shift further.")));
    this.addEventListener("click", (event) => {
      if (event.target.closest("button") || !this.onplace) return;
      const box = this.getBoundingClientRect();
      this.onplace([round((event.clientX - box.left) / box.width), round((event.clientY - box.top) / box.height)]);
    });
  }

  set src(address) { if (this.picture.getAttribute("src") !== address) this.picture.src = address; }

  /** Each: {key, label, at | rect | line, partName(number) of a line, told(point)?, set(place), which resolves once it is written, remove?} */
  set things(things) {
    if (this.#moving) return;  // what is being dragged isn't taken away
    const nodes = [...this.handles.children];
    // What hands have moved since is not in the file yet: it stays, with the picture that it was moved on.
    const moved = new Map(nodes.filter((node) => node.rested.pending() || node.sent).map(({ thing }) => [thing.key, thing]));
    this.#things = things.map((thing) => moved.get(thing.key) ?? thing);
    const old = new Map(nodes.map((node) => [node.dataset.key, node]));
    for (const thing of this.#things) {
      for (const part of parts(thing)) {
        const key = `${thing.key}/${part.name}`;
        const node = old.get(key) ?? this.handles.appendChild(this.#handle(key));
        old.delete(key);
        node.thing = thing;
        node.piece = part.name;  // not `part`, which is an element's own
      }
    }
    for (const node of old.values()) node.remove();
    for (const node of this.handles.children) this.#place(node);
    this.#draw();
  }

  /** Names that are only looked at: {name, at}. */
  set landmarks(landmarks) {
    this.signs?.replaceChildren(...landmarks.map(({ name, at: [x, y] }) => h("span", { style: { left: percent(x), top: percent(y) } }, name)));
  }

  /** Lines that are only looked at. */
  set outlines(outlines) {
    this.#outlines = outlines;
    this.#draw();
  }

  #handle(key) {
    const node = h("button", { type: "button", data: { key }, aria: { describedby: this.#help } });
    const rested = node.rested = debounce(async () => {
      node.sent += 1;
      try { await node.thing.set(node.thing.at ?? node.thing.rect ?? node.thing.line); } finally { node.sent -= 1; }
    }, REST_MS);
    node.sent = 0;  // places that are on their way to the file
    node.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      node.focus({ preventScroll: true });
      node.setPointerCapture(event.pointerId);
      this.#moving = { node, x: event.clientX, y: event.clientY, moved: false };
    });
    node.addEventListener("pointermove", (event) => {
      const moving = this.#moving;
      if (moving?.node !== node) return;
      const box = this.getBoundingClientRect();
      this.#move(node, (event.clientX - moving.x) / box.width, (event.clientY - moving.y) / box.height);
      Object.assign(moving, { x: event.clientX, y: event.clientY, moved: true });
    });
    const end = () => {
      const moved = this.#moving?.moved;
      this.#moving = null;
      if (moved) rested.now();
    };
    node.addEventListener("pointerup", end);
    node.addEventListener("pointercancel", end);
    node.addEventListener("keydown", (event) => {
      const by = event.shiftKey ? BIG_STEP : STEP;
      const [across, down] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key] ?? [];
      if (across === undefined) {
        if ((event.key === "Delete" || event.key === "Backspace") && node.thing.remove) {
          event.preventDefault();
          node.thing.remove(node.piece);
        }
        return;
      }
      event.preventDefault();
      this.#move(node, across, down);
      announce(node.getAttribute("aria-label"));
      rested();
    });
    node.addEventListener("focus", () => node.thing.focus?.());
    return node;
  }

  #move(node, across, down) {
    const thing = node.thing;
    if (thing.rect) {
      const [left, top, width, height] = thing.rect;
      thing.rect = node.piece === "corner"
        ? [left, top, within(width + across, SMALLEST, 1 - left), within(height + down, SMALLEST, 1 - top)]
        : [within(left + across, 0, 1 - width), within(top + down, 0, 1 - height), width, height];
      thing.rect = thing.rect.map(round);
    } else if (thing.line) {
      const at = thing.line[node.piece];
      thing.line = thing.line.with(node.piece, [at[0] + across, at[1] + down]);
    } else thing.at = [round(within(thing.at[0] + across)), round(within(thing.at[1] + down))];
    for (const other of this.handles.children) if (other.thing === thing) this.#place(other);
    this.#draw();
    thing.moving?.(thing.at ?? thing.rect ?? thing.line);
  }

  #place(node) {
    const { thing, piece: part } = node;
    const [left, top, width, height] = thing.rect ?? [];
    node.className = `handle ${thing.rect ? (part === "corner" ? "corner" : "view") : "point"} ${thing.kind ?? ""}`;
    if (thing.rect && part !== "corner") {
      Object.assign(node.style, { left: percent(left), top: percent(top), width: percent(width), height: percent(height) });
    } else {
      const [x, y] = thing.rect ? [left + width, top + height] : thing.line ? thing.line[part] : thing.at;
      Object.assign(node.style, { left: percent(x), top: percent(y) });
    }
    const spot = thing.line?.[part] ?? thing.at;
    const where = spot && thing.told ? thing.told(spot) : thing.rect
      ? tr("from {left} % across and {top} % down, {width} % by {height} %", { left: Math.round(left * 100),
        top: Math.round(top * 100), width: Math.round(width * 100), height: Math.round(height * 100) })
      : tr("{across} % across, {down} % down", { across: Math.round(Number.parseFloat(node.style.left)),
        down: Math.round(Number.parseFloat(node.style.top)) });
    const name = part === "corner" ? tr("Size of {what}", { what: thing.label }) : thing.line
      ? `${thing.label}, ${thing.partName(part)}` : thing.label;
    node.setAttribute("aria-label", tr("{name}: {where}", { name, where }));
    node.title = name;
    if (thing.rect && part !== "corner") node.dataset.name = thing.label;
  }

  #draw() {
    this.svg.replaceChildren(...[...this.#outlines, ...this.#things.filter((thing) => thing.line)].map((thing) => {
      const line = document.createElementNS(this.svg.namespaceURI, thing.closed ? "polygon" : "polyline");
      line.setAttribute("points", thing.line.map(([x, y]) => `${x * 1000},${y * 1000}`).join(" "));
      line.setAttribute("class", thing.kind ?? "");
      return line;
    }));
  }
}

function parts(thing) {
  if (thing.rect) return [{ name: "view" }, { name: "corner" }];
  if (thing.line) return thing.line.map((_, number) => ({ name: number }));
  return [{ name: "point" }];
}

customElements.define("studio-canvas", StudioCanvas);
