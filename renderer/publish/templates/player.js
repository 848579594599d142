// Seek from the chapters and the transcript, follow the voice, open at #t=, ?t= or #slide.
// Without this script the same links open the film file at that moment.
(() => {
  "use strict";
  const film = document.getElementById("recit-film");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const timed = [...document.querySelectorAll("[data-start]")].map((element) => ({
    element, start: Number(element.dataset.start), end: Number(element.dataset.end),
  }));

  const seek = (seconds, play) => {
    film.currentTime = seconds;
    if (!play) return;
    // Whether it is in view a frame as tall as its content can't know; in view, nothing moves.
    film.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
    film.play().catch(() => {});
  };

  const seconds = (text) =>
    text.split(":").reduce((total, part) => total * 60 + Number(part), 0);

  // A <details>; or what a button opens, where the page wears the State's Design System.
  const folded = document.getElementById("recit-transcript");
  const button = folded.querySelector("button[aria-expanded]");
  const unfold = (target) => {
    const isOpen = button ? button.getAttribute("aria-expanded") === "true" : folded.open;
    if (isOpen || !folded.contains(target)) return;
    if (button) button.click();
    else folded.open = true;
    target.scrollIntoView();
  };
  let printed = false;
  window.addEventListener("beforeprint", () => { printed = !folded.open; folded.open = true; });
  window.addEventListener("afterprint", () => { if (printed) folded.open = false; });

  const named = () => {
    try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
  };

  const fromAddress = () => {
    const wanted = named() || "t=" + (new URLSearchParams(location.search).get("t") || "");
    const time = /^t=((?:\d+:){0,2}\d+(?:\.\d+)?)/.exec(wanted);
    const slide = wanted && document.getElementById(wanted);
    if (time) seek(seconds(time[1]), false);
    else if (slide && slide.dataset.slide) seek(Number(slide.dataset.slide), false);
    if (slide) unfold(slide);
  };

  const follow = () => {
    const now = film.currentTime + 0.001;
    for (const { element, start, end } of timed) {
      if (start <= now && now < end) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
  };

  // Some pages may not load their caption file: opened from a disk; in a frame that is sandboxed
  // without an origin, as WordPress makes of every oEmbed that it discovers; moved to another host
  // than their media. The same captions, which the page holds as data, then stand in.
  const standIn = () => {
    const track = film.querySelector("track[kind=captions]");
    if (!track) return;
    const { label, srclang, track: { mode } } = track;
    film.querySelectorAll("track").forEach((element) => element.remove());
    const captions = film.addTextTrack("captions", label, srclang);
    const file = JSON.parse(document.getElementById("recit-captions").textContent);
    for (const block of file.split(/\n{2,}/)) {
      const [timing, ...lines] = block.trim().split("\n");
      const [start, end] = timing.split(" --> ").map(seconds);
      if (end > start) captions.addCue(new VTTCue(start, end, lines.join("\n")));
    }
    captions.mode = mode === "showing" ? mode : "hidden";
  };
  const track = film.querySelector("track");
  if (self.origin === "null" || track.readyState === 3) standIn();
  else track.addEventListener("error", standIn);

  // A page that shows this one in a frame may ask how tall it is (frame.js does); it is told so, and
  // told again whenever that changes. It alone, at its own address: no other page hears anything.
  // The transcript folds, one click away, since nobody wants an article of its length inside theirs.
  let host = null;
  const tell = () => host && window.parent.postMessage(
    { recit: "height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) },
    host,
  );
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || source === window || !data || data.recit !== "ask") return;
    if (host === null) {
      folded.open = folded.contains(document.getElementById(named()));
      new ResizeObserver(tell).observe(document.documentElement);
    }
    host = origin === "null" ? "*" : origin;
    tell();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-seek]");
    const anchor = event.target.closest("a[href='#recit-transcript']");
    if (anchor) unfold(folded);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    try {
      history.replaceState(null, "", "#t=" + link.dataset.seek);
    } catch { /* a frame without an origin may not */ }
    seek(Number(link.dataset.seek), true);
  });
  for (const moment of ["timeupdate", "seeked", "loadedmetadata"]) {
    film.addEventListener(moment, follow);
  }
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
