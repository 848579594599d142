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
    const { top, bottom } = film.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) {
      film.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
    }
    film.play().catch(() => {});
  };

  const seconds = (text) =>
    text.split(":").reduce((total, part) => total * 60 + Number(part), 0);

  const fromAddress = () => {
    const asked = new URLSearchParams(location.search).get("t");
    let wanted = location.hash.slice(1) || (asked ? "t=" + asked : "");
    try { wanted = decodeURIComponent(wanted); } catch { return; }
    const time = /^t=((?:\d+:){0,2}\d+(?:\.\d+)?)/.exec(wanted);
    const slide = wanted && document.getElementById(wanted);
    if (time) seek(seconds(time[1]), false);
    else if (slide && slide.dataset.slide) seek(Number(slide.dataset.slide), false);
  };

  const follow = () => {
    const now = film.currentTime + 0.001;
    for (const { element, start, end } of timed) {
      if (start <= now && now < end) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
  };

  // Opened from a disk, a page may not load its caption file: the transcript's sentences stand in.
  if (location.protocol === "file:") {
    const { label, srclang } = film.querySelector("track");
    film.querySelectorAll("track").forEach((track) => track.remove());
    const captions = film.addTextTrack("captions", label, srclang);
    for (const { element, start, end } of timed.filter(({ element }) => element.matches("p span"))) {
      const text = element.textContent.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
      captions.addCue(new VTTCue(start, end, text));
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-seek]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    history.replaceState(null, "", "#t=" + link.dataset.seek);
    seek(Number(link.dataset.seek), true);
  });
  for (const moment of ["timeupdate", "seeked", "loadedmetadata"]) {
    film.addEventListener(moment, follow);
  }
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
