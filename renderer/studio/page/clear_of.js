// What sticks to an edge never lies over what has the focus (WCAG 2.2, 2.4.11): whatever scrolls is told
// where it has to stop. Comes in: an element that scrolls, and what sticks to its edges.

const GAP = 8;  // pixels: a focus ring is drawn around what has the focus

const pixels = (length) => Number.parseFloat(length) || 0;

/** How far *node* reaches from the *edge* it sticks to; 0: it doesn't stick, or isn't shown. */
function reach(node, edge) {
  const style = getComputedStyle(node);
  return style.position === "sticky" && node.offsetHeight ? pixels(style[edge]) + node.offsetHeight : 0;
}

/** Keep what has the focus in *scroller* clear of what sticks; *before* looks first whether it is to stick. Gives what ends it. */
export function keepClear(scroller, { top = [], bottom = [], before = () => {} }) {
  // What sticks does so within the padding of what scrolls.
  const most = (nodes, edge) => Math.max(0, ...nodes.map((node) => reach(node, edge))) + pixels(getComputedStyle(scroller)[`padding-${edge}`]) + GAP;
  const watch = new ResizeObserver(() => {
    before();
    scroller.style.scrollPaddingBlock = `${most(top, "top")}px ${most(bottom, "bottom")}px`;
  });
  for (const node of [scroller, ...top, ...bottom]) watch.observe(node);
  // Of a field of several lines browsers bring but the one with the caret into sight.
  const whole = ({ target }) => { if (target.matches("textarea")) target.scrollIntoView({ block: "nearest" }); };
  scroller.addEventListener("focusin", whole);
  return () => { watch.disconnect(); scroller.removeEventListener("focusin", whole); scroller.style.scrollPaddingBlock = ""; };
}
