// The foot: what a save would cost, the draft from here, publishing, and how far it is.

import * as api from "./api.js";
import { announce, dialog, h, icon, debounce, latest, toast, tr, trn } from "./dom.js";
import { siteField } from "./settings.js";
import { remedy } from "./slides.js";
import { stop as stopSound } from "./sound.js";
import { advice, sentence } from "./wording.js";

const REST_MS = 1200;  // the plan is asked when the hands rest

export class Footer {
  constructor(film, cursor, studio) {
    Object.assign(this, { film, cursor, studio, job: null, aside: false });
    this.over = new Set();  // jobs whose end was told: news of it may come before the answer that names one
    this.cost = h("p", { className: "cost", role: "status" });
    this.progress = h("progress", { max: 100, aria: { label: tr("Progress") } });
    this.stage = h("span", { className: "stage-name" });
    this.stopping = h("button", { onclick: () => this.#stop() }, tr("Stop"));
    this.running = h("div", { className: "running", hidden: true }, this.stage, this.progress, this.stopping);
    this.watch = h("button", { onclick: () => this.look() }, icon("play"), tr("Watch"));
    this.publishing = h("button", { className: "main", onclick: () => this.publish() }, tr("Publish…"));
    this.row = h("div", { className: "row" }, this.watch, this.publishing);
    this.node = h("footer", { className: "foot" }, this.cost, this.running, this.row);
    const plan = latest(() => film.api.plan(), (told) => this.#plan(told));
    const planned = () => plan().catch(() => { this.cost.textContent = ""; });
    this.ask = debounce(planned, REST_MS);
    film.addEventListener("change", () => this.ask());
    planned();
    this.catchUp();
  }

  /** Beside the other tabs the foot tells what is under way, and no more. */
  tab(name) {
    this.aside = name !== "film";
    this.row.hidden = this.aside;
    this.#showCost();
    this.node.classList.toggle("aside", this.aside);
  }

  /** While the film is published its progress says what is left: one estimate at a time. */
  #showCost(publishes = this.publishes) {
    this.publishes = publishes;
    this.cost.hidden = this.aside || Boolean(publishes);
  }

  /** What is under way, told while nobody listened; nothing, in a studio that was started again. */
  async catchUp() {
    const before = this.job;
    try {
      const { jobs } = await api.jobs();
      if (this.job === before && !jobs.some((one) => one.job === before)) { this.job = null; this.running.hidden = true; }
      for (const job of jobs) this.receive(job);
    } catch { /* told when it answers again */ }
  }

  #plan({ sentences, segments, seconds, sent, state }) {
    const spoken = trn("{count} sentence", "{count} sentences", sentences);
    const drawn = trn("{count} part of the film to draw", "{count} parts of the film to draw", segments);
    this.cost.textContent = sentences + segments === 0
      ? state === "ok" ? tr("Nothing has to be made anew.") : tr("All is made already, but the public doesn't see it yet: publish it.")
      : tr("To make: {sentences}, {segments}, about {time}", { sentences: spoken, segments: drawn, time: lasting(seconds) });
    if (sent) this.cost.textContent += ` · ${tr("{count} letters go to {name}", { count: sent.characters, name: sent.to })}`;
  }

  receive(job) {
    if (job.film !== this.film.id || this.over.has(job.job) || this.film.isLeft) return;
    const runs = job.state === "waiting" || job.state === "running";
    if (!runs) this.over.add(job.job);
    if (runs) this.job = job.job;
    else if (this.job !== job.job) return;
    this.running.hidden = !runs;
    this.#showCost(runs && job.kind === "publish");
    if (runs) {
      this.stage.textContent = doing(job, this.studio.who);
      // Nothing is known before the first part is there: the bar moves by itself.
      if (!job.percent) this.progress.removeAttribute("value"); else this.progress.value = job.percent;
      return;
    }
    this.job = null;
    if (job.state === "failed") toast([job.error?.message ? sentence(job.error.message) : tr("It couldn't be made."), advice(job.error?.remedy ?? "")].filter(Boolean).join("\n"), { wrong: true });
    if (job.state === "stopped") announce(tr("Stopped. What was finished is kept."));
    if (job.state === "done" && job.kind === "publish") this.#published(job.result);
    if (job.kind === "publish") this.ask();
  }

  async #stop() {
    if (this.job) await api.stopJob(this.job).catch((error) => toast(error.message, { wrong: true }));
  }

  /** The draft, from the slide where the person is, or from another. */
  async look(first = this.cursor.slide) {
    stopSound();
    await this.film.flush();
    const shape = this.cursor.shape ?? this.film.formats[0];
    try {
      const { job, video } = await this.film.draft(first, shape);
      if (this.film.isLeft) { api.stopJob(job).catch(() => {}); return; }  // nobody looks
      if (!this.over.has(job)) this.job = job;
      const player = h("video", { src: video, controls: true, autoplay: true, playsInline: true, aria: { label: tr("Draft of the film") } });
      const said = h("p", { className: "hint", role: "status" }, tr("The draft is being made; it begins as soon as its first seconds are there."));
      player.addEventListener("playing", () => { said.textContent = tr("This is a draft: small, and marked as one."); }, { once: true });
      player.addEventListener("error", () => { said.textContent = tr("The draft couldn't be played. Look at what is said at the foot of the page."); });
      const opening = this.film.order[0];
      const whole = first === opening ? null : h("button", { onclick: () => { box.close(); this.look(opening); } }, tr("From the beginning"));
      const box = dialog(tr("Draft, from slide {number} on", { number: (this.film.slides[first]?.index ?? 0) + 1 }), player, said, h("div", { className: "row end" }, whole), this.running);
      box.classList.add("viewer");
      box.addEventListener("close", () => {
        this.cost.after(this.running);  // how far it is, and its end, are where one looks
        player.removeAttribute("src");
        player.load();
        // Nobody looks any more: what is under way besides goes on.
        if (!this.over.has(job)) api.stopJob(job).catch(() => { /* it ended meanwhile */ });
      });
    } catch (error) { toast(error.message, { wrong: true }); }
  }

  async publish() {
    await this.film.flush();
    if (this.film.isLeft) return;
    let ready;
    let site;
    try { [ready, site] = await Promise.all([this.film.api.ready(), api.site()]); } catch (error) { toast(error.message, { wrong: true }); return; }
    if (this.film.isLeft) return;
    const go = ({ slide, key, code }) => h("button", { className: "link", onclick: () => {
      box.close();
      this.cursor.moveTo(slide, { from: "foot" });
      this.cursor.dispatchEvent(new CustomEvent("field", { detail: { key, code } }));
    } }, tr("Go to slide {number}", { number: (this.film.slides[slide]?.index ?? 0) + 1 }));
    const told = (problems) => h("ul", { className: "reasons" }, problems.map((one) => h("li", {}, h("p", {}, sentence(one.what)),
      h("p", { className: "hint" }, this.film.order.length ? remedy(one) : tr("Add a slide, at the left.")), this.film.slides[one.slide] ? go(one) : null)));
    const parts = ready.missing.length
      ? [h("p", {}, trn("One thing is missing before this film may be shown to the public:", "{count} things are missing before this film may be shown to the public:", ready.missing.length)), told(ready.missing)]
      : [h("p", {}, tr("Everything that is needed is there. The film, its page and its captions are made and shown together; what is public now stays until they are whole.")),
        ready.warnings.length ? h("details", {}, h("summary", {}, tr("Worth a look before ({count})", { count: ready.warnings.length })), told(ready.warnings)) : null,
        // Asked before: what is pasted into a page of the site is then right the first time.
        site.address ? null : h("details", { open: !ready.snippet }, h("summary", {}, tr("Where will the films stand on your site?")), siteField(),
          h("p", { className: "hint" }, tr("With it, the code that you paste is right at once and for good. You may leave it empty to try: then write it later, and publish again."))),
        h("div", { className: "row end" }, h("button", { className: "main", onclick: () => { box.close(); this.#publish(); } }, tr("Publish now")))];
    if (ready.snippet) parts.push(h("h3", {}, tr("To show what is published on a web page")), ...toServer(this.film, ready.folder), snippet(ready.snippet));
    const box = dialog(tr("Publish"), ...parts.filter(Boolean));
    box.querySelector(".main, .link")?.focus();
  }

  async #publish() {
    try {
      const { job } = await this.film.publish();
      if (this.job === job || this.over.has(job)) return;  // it is shown already
      this.job = job;
      this.running.hidden = false;
      this.#showCost(true);
      this.stage.textContent = doing({});
      this.progress.removeAttribute("value");
    } catch (error) { toast(error.message, { wrong: true }); }
  }

  #published(result) {
    const [shown, whole] = [snippet(result.snippet), isWhole(result.snippet)];
    const box = dialog(tr("The film is ready"), h("p", {}, tr("It is on this computer. For the public to see it:")),
      h("ol", {}, h("li", {}, toServer(this.film, result.folder)),
        whole ? h("li", {}, tr("Paste this code into the page of your site that shows the film. Once is enough."))
          : h("li", {}, tr("Write where the films stand on your site, and publish again: the code to paste into its pages comes then, and once is enough."), siteField())),
      whole ? shown : h("details", {}, h("summary", {}, tr("The code as it is now, for a page that lies beside the film's folder")), shown),
      result.page ? h("p", {}, h("a", { href: result.page, target: "_blank", rel: "noopener" }, tr("See the film's page, as its visitors will"))) : "");
    box.querySelector(".copy")?.focus();
  }
}

const DOING = {
  speak: (values) => tr("Speaking: sentence {number} of {total}", values),
  draw: (values) => tr("Drawing: part {number} of {total}", values),
  // Not the number of a slide: it begins where one is.
  draft: ({ number, total }) => trn("Draft: {count} slide of {total} made", "Draft: {count} slides of {total} made", number - 1, { total }),
};

/** What a job is doing, in words and counts, and how long it still takes; or whom it waits for. */
export function doing({ film, kind, state, waits_for: turn, doing: what, done = 0, total = 0, left_seconds: left }, me = "") {
  if (state === "waiting" && turn) return waiting(film, kind, turn, me);
  const told = what === "join" ? tr("Putting the film together") : total && DOING[what] ? DOING[what]({ number: Math.min(done + 1, total), total }) : tr("Getting ready…");
  return left === null || left === undefined ? told : `${told} · ${tr("about {time} left", { time: lasting(left) })}`;
}

function waiting(film, kind, { film: other, title, by }, me) {
  if (film === other) return kind === "draft" ? tr("Waits until the draft before has stopped") : tr("Waits until the publication of this film that is under way is over");
  const values = { title, name: by };
  if (by && by !== me) return kind === "draft" ? tr("Waits: {name} has a draft of “{title}” made", values) : tr("Waits: {name} is publishing “{title}”", values);
  return kind === "draft" ? tr("Waits: a draft of “{title}” is being made", values) : tr("Waits: “{title}” is being published", values);
}

/** What brings a folder before the public: the way to it, or all of it as one file. */
export const toServer = (film, folder) => [
  h("p", {}, tr("Copy this whole folder to your web server. Do it again after each publication, and after going back to an earlier one: until then the public sees the other.")),
  h("p", {}, h("code", { className: "path" }, folder)),
  h("p", {}, h("a", { href: film.api.zipAddress, download: "" }, tr("Download it as one file (.zip)")))];

const forms = (text) => text.split(/<!-- \d\. .*?-->/s).map((one) => one.trim()).filter(Boolean);
/** Whether the frame of a snippet names its film by an address that holds on any page. */
const isWhole = (text) => !/src="(?!https?:)/.test(forms(text)[0]);

/** The frame to paste, and what else may be pasted in its place. */
function snippet(text) {
  const [frame, ...others] = forms(text);
  const address = !isWhole(text)
    ? h("p", { className: "hint" }, tr("Its address holds only beside the film's folder. Write the address of the films on your site under “Settings” and publish again: then it holds on any page.")) : null;
  return h("div", { className: "snippet" }, pasted(tr("Snippet for the web page"), frame), address,
    others.length ? h("details", {}, h("summary", {}, tr("If your site takes no frames: two other forms")),
      pasted(tr("A video without its page"), others[0]), others[1] ? pasted(tr("A picture that leads to the film"), others[1]) : null) : null);
}

function pasted(name, text) {
  const area = h("textarea", { readOnly: true, rows: 4, value: text, spellcheck: false, className: "code", aria: { label: name } });
  const copy = h("button", { className: "copy main", onclick: async () => {
    try { await navigator.clipboard.writeText(text); } catch { area.select(); document.execCommand("copy"); }
    copy.textContent = tr("Copied");
    announce(tr("Copied"));
  } }, tr("Copy"));
  return h("div", {}, h("p", {}, name), area, h("div", { className: "row end" }, copy));
}

/** 6 s, 2 min */
export function lasting(seconds) {
  const said = seconds < 90 ? tr("{count} s", { count: Math.max(1, Math.round(seconds)) }) : tr("{count} min", { count: Math.round(seconds / 60) });
  return said.replace(" ", "\u00a0");  // a number and its unit stay on one line
}
