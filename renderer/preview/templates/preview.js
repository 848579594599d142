(() => {
  "use strict";
  const element = (id) => document.getElementById(id);
  const frame = element("film");
  const KEPT = "recit-preview";
  const words = document.body.dataset;  // in the reader's language: the page was given them

  // Where the viewer was: kept through a new film, and through a reload of this page.
  const recall = () => {
    try { return JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { return {}; }
  };
  const kept = recall();
  let view = kept.view === "page" ? "page" : "embed";
  let views = {};
  let place = frame.getAttribute("src") || "";

  const save = () => {
    try { sessionStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* storage is off */ }
  };
  const player = () => {
    try { return frame.contentDocument.querySelector("video"); } catch { return null; }
  };
  const note = (video) => {
    kept.seconds = video.currentTime;
    kept.playing = !video.paused && !video.ended;
    save();
  };

  const resume = (video) => {
    const last = Number.isFinite(video.duration) ? Math.max(0, video.duration - 0.1) : 0;
    if (kept.seconds > 0) video.currentTime = Math.min(kept.seconds, last);
    if (kept.playing) video.play().catch(() => { /* the browser wants a click first */ });
    for (const name of ["timeupdate", "seeked", "play", "pause"]) {
      // A film that is taken away pauses too; that isn't the viewer's wish.
      video.addEventListener(name, () => { if (video.isConnected && !leaving) note(video); });
    }
  };

  let leaving = false;
  frame.addEventListener("load", () => {
    leaving = false;
    const video = player();
    if (!video) return;
    frame.contentWindow.scrollTo(0, kept.scroll || 0);
    frame.contentWindow.addEventListener("scroll", () => {
      if (!leaving) { kept.scroll = frame.contentWindow.scrollY; save(); }
    }, { passive: true });
    if (video.readyState > 0) resume(video);
    else video.addEventListener("loadedmetadata", () => resume(video), { once: true });
  });

  const go = () => {
    const wanted = views[view];
    if (!wanted || wanted === place) return;
    const video = player();
    if (video && video.readyState > 0) note(video);
    leaving = true;
    place = wanted;
    // The frame's own history would fill up with films that are gone.
    if (frame.contentWindow && frame.getAttribute("src")) frame.contentWindow.location.replace(wanted);
    else frame.src = wanted;
  };

  const list = (parent, lines) => {
    parent.replaceChildren(...lines.map((line) => {
      const item = document.createElement("pre");
      item.textContent = line;
      return item;
    }));
  };

  const show = (state) => {
    document.body.dataset.phase = state.phase;
    if (element("headline").textContent !== state.headline) element("headline").textContent = state.headline;
    const bar = element("progress");
    if (state.percent === null) bar.removeAttribute("value"); else bar.value = state.percent;
    element("quality").textContent = words[state.quality] || "";
    list(element("mistakes"), state.mistakes);
    element("mistakes").hidden = state.mistakes.length === 0;
    list(element("warning-list"), state.warnings);
    element("warnings").hidden = state.warnings.length === 0;
    element("count").textContent = state.warnings.length;
    views = state.views;
    element("views").hidden = !views.embed;
    for (const name of Object.keys(views)) element("view-" + name).href = views[name];
    go();
  };

  for (const name of ["embed", "page"]) {
    element("view-" + name).addEventListener("click", (event) => {
      event.preventDefault();
      view = kept.view = name;
      save();
      go();
    });
  }

  // A browser opens six connections to a host, and a stream holds one: a seventh page would wait for
  // ever. So one page of all that are open holds the stream and passes the news on; when it goes, its
  // lock falls to another. A page that comes later asks what the last news was.
  const channel = new BroadcastChannel(KEPT);
  let last = null;
  let leads = false;
  const tell = (news) => {
    last = news;
    if (news.state) { show(news.state); return; }
    document.body.dataset.phase = "ended";
    element("headline").textContent = words.ended;
  };
  channel.addEventListener("message", ({ data }) => {
    if (!data.asked) tell(data);
    else if (leads && last) channel.postMessage(last);
  });

  navigator.locks.request(KEPT, () => new Promise(() => {
    leads = true;
    const pass = (news) => { tell(news); channel.postMessage(news); };
    const events = new EventSource("/events");
    events.addEventListener("message", (event) => pass({ state: JSON.parse(event.data) }));
    events.addEventListener("error", () => pass({ state: null }));
  }));
  channel.postMessage({ asked: true });
})();
