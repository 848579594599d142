// For a page that shows films in frames (…/embed.html): each frame takes the height of its content.
// Once per page, anywhere on it. Without it a frame keeps the height that the page gives it.
(() => {
  "use strict";
  const FRAMES = "iframe[src*='/embed.html']";
  const LEAST = 200; // pixels: no film with its title is lower
  const MOST = 30000; // an hour's transcript unfolded, on a telephone

  const ask = (frame) => frame.contentWindow.postMessage({ recit: "ask" }, "*");

  window.addEventListener("message", ({ source, origin, data }) => {
    if (!data || data.recit !== "height" || !Number.isFinite(data.height)) return;
    for (const frame of document.querySelectorAll(FRAMES)) {
      // "null": the page has taken the frame's origin away (sandbox).
      const home = new URL(frame.src).origin;
      if (frame.contentWindow !== source || ![home, "null"].includes(origin)) continue;
      frame.style.minHeight = "0";
      frame.style.height = Math.min(MOST, Math.max(LEAST, data.height)) + "px";
    }
  });

  // A frame may have loaded before this script, load later, or go to the film's other language.
  document.addEventListener("load", ({ target }) => {
    if (target instanceof HTMLIFrameElement && target.matches(FRAMES)) ask(target);
  }, true);
  document.querySelectorAll(FRAMES).forEach(ask);
})();
