// What a map shows, framed by hand: its ground is dragged, brought closer, and moved by keys.
//
// Comes in: the canvas on which the map's picture lies. Goes out, once the hands rest: `write(turn, sent)`; at
// each move `moved()`.
// A turn is {x, y, closer}, by which a point p of the picture goes to p · closer + (x, y), all as shares
// of it; *sent* is what the picture that is shown lacks already of the file's view.
// Until a new picture has come the old one is shown where the hands have put it. Knows no degrees.

import { h, debounce, newId, tr } from "./dom.js";

const STEP = 0.1;        // of the frame, by one key
const BIG_STEP = 0.35;   // with Shift
const CLOSER = 1.5;      // one key or one click on +
const A_NOTCH = 0.002;   // of a wheel's pixel: a notch of a mouse, 100 of them, is a fifth closer
const A_LINE = 16;       // pixels that a wheel which counts lines means by one
const REST_MS = 400;     // several notches or keys are one step to undo
const A_CLICK = 4;       // pixels that a hand moves while it clicks

const STILL = { x: 0, y: 0, closer: 1 };
const same = (a, b) => a.x === b.x && a.y === b.y && a.closer === b.closer;
const then = (first, second) => ({ x: second.closer * first.x + second.x, y: second.closer * first.y + second.y, closer: first.closer * second.closer });
export const back = ({ x, y, closer }) => ({ x: -x / closer, y: -y / closer, closer: 1 / closer });
export const led = ({ x, y, closer }, [across, down]) => [across * closer + x, down * closer + y];
const about = (closer, [x, y] = [0.5, 0.5]) => ({ x: x * (1 - closer), y: y * (1 - closer), closer });

export class MapFraming {
  #turned = { picture: STILL, things: STILL };
  #sent = { picture: STILL, things: STILL };
  #rested = debounce(() => this.#send(), REST_MS);

  /** @param canvas the element with `picture`, `svg`, `handles` and `signs`. */
  constructor(canvas, { write, fit, moved }) {
    Object.assign(this, { canvas, write, moved });
    const help = newId();
    this.ground = h("div", { className: "ground", role: "application", tabIndex: 0, aria: { label: tr("What the map shows"), describedby: help } });
    this.fit = h("button", { type: "button", onclick: fit }, tr("Fit what is placed"));
    this.bar = h("div", { className: "row framing", role: "group", hidden: true, aria: { label: tr("What the map shows") } },
      h("button", { type: "button", onclick: () => this.#turn(about(CLOSER)), aria: { label: tr("Closer") } }, "+"),
      h("button", { type: "button", onclick: () => this.#turn(about(1 / CLOSER)), aria: { label: tr("Farther") } }, "−"),
      this.fit,
      h("p", { id: help, className: "hint" }, tr("Drag the map to move it. Arrow keys do too, with Shift further; + and −, or Ctrl and the wheel, bring it closer or farther.")));
    this.#listen();
  }

  /** Whether the slide is a map that can be framed. */
  show(framed) {
    this.bar.hidden = this.ground.hidden = !framed;
    if (framed && !this.ground.isConnected) this.canvas.svg.before(this.ground);
    if (!framed) this.reset();
  }

  /** The new picture, or the new places, are there: they are where the hands put the old ones. */
  arrived(layer) {
    this.#turned[layer] = then(back(this.#sent[layer]), this.#turned[layer]);
    this.#sent[layer] = STILL;
    if (Math.abs(this.#turned[layer].closer - 1) < 1e-9 && !this.#rested.pending() && !this.dragged) this.#turned[layer] = STILL;
    this.#draw();
  }

  /** Another slide, or what was asked for can't be shown. */
  reset() {
    for (const layer of ["picture", "things"]) this.#turned[layer] = this.#sent[layer] = STILL;
    this.#draw();
  }

  /** Where on the picture that the file means a *point* of the frame lies, as the hands have put it. */
  under(point) { return led(back(this.#turned.things), point); }

  #listen() {
    const { ground } = this;
    let last = null;
    let far = 0;
    ground.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      ground.setPointerCapture(event.pointerId);
      last = event;
      far = 0;
    });
    ground.addEventListener("pointermove", (event) => {
      if (!last || event.pointerId !== last.pointerId) return;
      const [x, y] = [event.clientX - last.clientX, event.clientY - last.clientY];
      if (!this.dragged && (far = Math.hypot(x, y)) < A_CLICK) return;
      this.dragged = true;
      const box = this.canvas.getBoundingClientRect();
      last = event;
      this.#turn({ x: x / box.width, y: y / box.height, closer: 1 });
    });
    const end = () => {
      last = null;
      if (!this.dragged) return;
      this.dragged = false;
      this.#rested.now();
    };
    ground.addEventListener("pointerup", end);
    ground.addEventListener("pointercancel", end);
    // The click that ends a drag means no place.
    ground.addEventListener("click", (event) => { if (far >= A_CLICK) event.stopPropagation(); far = 0; });
    this.canvas.addEventListener("wheel", (event) => {
      if (ground.hidden || !(event.ctrlKey || event.metaKey || document.activeElement === ground)) return;
      event.preventDefault();
      const box = this.canvas.getBoundingClientRect();
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? A_LINE : 1);
      this.#turn(about(Math.exp(-pixels * A_NOTCH), [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]));
    }, { passive: false });
    ground.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const by = event.shiftKey ? BIG_STEP : STEP;
      const [x, y] = { ArrowLeft: [by, 0], ArrowRight: [-by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }[event.key] ?? [];
      const closer = { "+": CLOSER, "=": CLOSER, "-": 1 / CLOSER, "−": 1 / CLOSER }[event.key];
      if (x === undefined && !closer) return;
      event.preventDefault();
      this.#turn(closer ? about(closer) : { x, y, closer: 1 });
    });
  }

  #turn(by) {
    for (const layer of ["picture", "things"]) this.#turned[layer] = then(this.#turned[layer], by);
    this.#draw();
    if (!this.dragged) this.#rested();
  }

  async #send() {
    const before = this.#sent.things;
    const turn = then(back(before), this.#turned.things);
    if (same(turn, STILL)) return;
    this.#sent = { ...this.#turned };
    if (!await this.write(turn, before)) this.reset();
  }

  #draw() {
    const { picture, svg, handles, signs } = this.canvas;
    if (!picture) return;
    for (const [nodes, { x, y, closer }] of [[[picture], this.#turned.picture], [[svg, handles, signs], this.#turned.things]]) {
      for (const { style } of nodes) style.transform = x || y || closer !== 1 ? `translate(${x * 100}%, ${y * 100}%) scale(${closer})` : "";
    }
    this.moved();
  }
}
