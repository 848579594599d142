// A picture from an archive: what there is at an address, whose each is and what that means, one of
// it into the film. The browser asks nobody but the studio, which asks the archive, one thing at a time.

import { announce, dialog, h, labelled, uiLanguage, tr, trn } from "./dom.js";

/** What the terms of a picture mean: in two words, and what follows from them. */
const TERMS = {
  free: { short: () => tr("Free to use"), said: () => tr("Nobody holds rights in it, or they were given up: it may be shown.") },
  credit: { short: () => tr("Free, with credit"), said: () => tr("It may be shown if its author and licence are named. The film and its page do so by themselves.") },
  "share-alike": { said: () => tr("What is made out of it is shared under the same licence.") },
  "non-commercial": { short: () => tr("No commercial use"), said: () => tr("It may not be used to make money.") },
  "no-derivatives": { short: () => tr("Not to be changed"), said: () => tr("It may only be shown as it is: cutting its edges off, moving over it and marks on it may count as changes.") },
  permission: { short: () => tr("Needs permission"), said: () => tr("Whoever holds it has to agree first. The film isn't published before “Permission”, under “Rights”, says who agreed, when and in which letter.") },
  unknown: { short: () => tr("Terms unknown"), said: () => tr("Nobody says on what terms it may be shown. Ask whoever holds it: the film isn't published before “Permission”, under “Rights”, says what allows it.") },
};
const ARCHIVES = { commons: "Wikimedia Commons", gallica: "Gallica" };  // that can be searched by words
const FACTS = { author: () => tr("Author"), holder: () => tr("Held by"), reference: () => tr("Reference there"), date: () => tr("Date"), licence: () => tr("Licence"), credit: () => tr("Credit line"), alt: () => tr("Alternative text") };

const A_PAGE = 24;  // of a search, as the studio gives them

/**
 * The button that opens the dialog. *edit()* says where the picture goes when one is taken; *taken* is
 * called when it is there.
 */
export function archiveButton(film, studio, edit, taken) {
  return h("button", { type: "button", className: "from-archive", onclick: () => new Archive(film, studio, edit, taken) }, tr("Add from an archive…"));
}

class Archive {
  constructor(film, studio, edit, taken) {
    Object.assign(this, { film, studio, edit, taken, asking: null, drawing: null, urls: [] });
    this.address = h("input", { inputMode: "url", autocomplete: "off", spellcheck: false, autocapitalize: "off", value: studio.archive?.address ?? "" });
    this.status = h("p", { className: "hint", role: "status" });
    this.wrong = h("p", { className: "wrong", role: "alert" });
    this.stopping = h("button", { type: "button", hidden: true, onclick: () => this.asking?.abort() }, tr("Stop"));
    this.found = h("div", { className: "found" });
    const before = studio.archive?.search ?? {};
    this.words = h("input", { type: "search", autocomplete: "off", maxLength: 200, value: before.words ?? "" });
    this.where = h("select", { onchange: () => this.#filter() }, Object.entries(ARCHIVES).map(([id, name]) => h("option", { value: id }, name)));
    this.where.value = before.archive ?? "commons";
    this.free = h("input", { type: "checkbox", checked: before.free ?? false });
    this.unfree = h("p", { className: "hint" }, tr("Gallica's conditions ask for an agreement wherever money is made: none of its scans is free of rights in this sense."));
    const search = h("form", { className: "searching", role: "search", onsubmit: (event) => { event.preventDefault(); this.search(1); } },
      labelled(tr("Search by words"), this.words, tr("What is to be seen, where, when: “port de Cherbourg 1944”.")),
      labelled(tr("Archive"), this.where),
      h("label", { className: "choice" }, this.free, tr("Free of rights only")), this.unfree,
      h("div", { className: "row" }, h("button", { className: "main" }, tr("Search"))));
    const form = h("form", { onsubmit: (event) => { event.preventDefault(); this.look(this.address.value); } },
      labelled(tr("Address of the picture"), this.address, tr("As the browser shows it: a page of Wikimedia Commons or of Gallica, a IIIF manifest, or a picture itself.")),
      h("div", { className: "row" }, h("button", {}, tr("Look"))));
    this.box = dialog(tr("Add from an archive"), search, h("details", { open: !before.words && Boolean(studio.archive?.address) }, h("summary", {}, tr("Or by its address")), form),
      h("div", { className: "row" }, this.status, this.stopping), this.wrong, this.found);
    this.#filter();
    this.box.classList.add("wide", "archive");
    this.box.addEventListener("close", () => { this.asking?.abort(); this.#rest(); });
    this.words.focus();
    if (studio.offline) this.wrong.textContent = tr("This studio works offline: it asks no archive.");
    else if (studio.archive) this.turn(studio.archive.start, { quiet: true });
  }

  /** Ask the studio something that takes its time. Gives null where nothing came of it. */
  async #ask(words, ask) {
    this.asking?.abort();
    this.#rest();  // one thing at a time: what thumbnails are to come wait
    const asking = this.asking = new AbortController();
    this.wrong.textContent = "";
    this.status.textContent = words;
    this.stopping.hidden = false;
    try {
      return await ask(asking.signal);
    } catch (error) {
      if (this.asking === asking) this.wrong.textContent = error.name === "AbortError" ? tr("Stopped.") : error.message;
      return null;
    } finally {
      if (this.asking === asking) {
        this.asking = null;
        this.status.textContent = "";
        if (this.stopping === document.activeElement) this.asked?.focus();
        this.stopping.hidden = true;
      }
    }
  }

  #filter() {
    this.free.disabled = this.where.value !== "commons";
    this.unfree.hidden = !this.free.disabled;
  }

  /** What an archive has about the words, from that number on. */
  async search(start) {
    const words = this.words.value.trim();
    this.asked = this.words;
    if (!words) { this.wrong.textContent = tr("Say first what is looked for."); this.words.focus(); return; }
    this.found.replaceChildren();
    const what = { archive: this.where.value, words, free: this.free.checked && !this.free.disabled, start };
    const found = await this.#ask(tr("Asking {name}…", { name: ARCHIVES[what.archive] }), (signal) => this.film.api.archiveSearch(what, signal));
    if (!found) return;
    this.studio.archive = { ...found, address: this.address.value };
    this.#list(this.studio.archive);
  }

  async look(typed, from = null) {
    this.asked = this.address;
    let address = typed.trim();
    if (!address) { this.wrong.textContent = tr("Paste an address first."); this.address.focus(); return; }
    // Nothing is asked for in the clear.
    address = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address.replace(/^http:/i, "https:") : `https://${address}`;
    this.address.value = address;
    this.found.replaceChildren();
    const host = URL.canParse(address) ? new URL(address).host : address;
    const found = await this.#ask(tr("Asking {name}…", { name: host }), (signal) => this.film.api.archive(address, signal));
    if (!found) return;
    this.studio.archive = { ...found, address, from };
    if (found.chosen) this.show(found.pictures.find((one) => one.number === found.chosen));
    else if (found.members.length) this.#members(found);
    else this.#list(this.studio.archive);
  }

  async turn(start, { quiet = false } = {}) {
    try {
      const found = await this.film.api.archivePage(this.studio.archive.listing, start);
      Object.assign(this.studio.archive, found, { address: this.address.value });
      if (found.count) this.#list(this.studio.archive);
    } catch (error) { if (!quiet) this.wrong.textContent = error.message; }
  }

  /** Of a collection: what it holds, each to be looked at in turn. */
  #members({ title, members, members_count: count }) {
    const heading = h("h3", { tabIndex: -1 }, title || tr("A collection"));
    this.found.replaceChildren(heading,
      h("p", { className: "hint" }, trn("A collection of {count} thing: choose what to look at.", "A collection of {count} things: choose what to look at.", count)),
      h("ul", { className: "members", role: "list" }, members.map((one) => h("li", {}, h("button", { type: "button", className: "link", onclick: () => this.look(one.address) }, one.title)))));
    heading.focus();
  }

  #list({ title, count, start, pictures, search, from }) {
    const last = start + pictures.length - 1;
    const heading = h("h3", { tabIndex: -1 }, title || tr("Pictures"));
    const pager = search ? this.#turner(search, pictures.length) : count > pictures.length ? this.#pager(start, last, count) : null;
    const back = from ? h("button", { type: "button", onclick: () => { this.studio.archive = from; this.turn(1); } }, tr("Back to what was found")) : "";
    this.found.replaceChildren(heading, back, pager ?? "",
      pictures.length ? "" : h("p", {}, search?.free ? tr("Nothing that is free of rights was found here: try other words, or without the filter.") : tr("Nothing was found: try other words, or another archive.")),
      h("ul", { className: "offers", role: "list" }, pictures.map((one) => h("li", {}, this.#offer(one)))));
    announce(trn("{count} picture", "{count} pictures", count));
    heading.focus();
    this.#draw();
  }

  /** Of a search, whose pages are asked for one by one. */
  #turner({ start, next, total }, shown) {
    if (start === 1 && !next) return null;
    const to = (at, words) => h("button", { type: "button", aria: { disabled: String(!at) }, onclick: () => { if (at) this.search(at); } }, words);
    const values = { first: start, last: start + Math.max(1, shown) - 1, count: new Intl.NumberFormat(uiLanguage).format(total) };
    return h("nav", { className: "row pager", aria: { label: tr("Pages") } }, to(Math.max(0, start - A_PAGE), tr("Previous ones")),
      h("span", {}, total ? tr("{first}–{last} of {count}", values) : tr("{first}–{last}", values)), to(next, tr("Next ones")));
  }

  #pager(start, last, count) {
    const number = (value) => new Intl.NumberFormat(uiLanguage).format(value);
    const to = (at, words) => h("button", { type: "button", aria: { disabled: String(at < 1 || at > count) }, onclick: () => { if (at >= 1 && at <= count) this.turn(at); } }, words);
    const wanted = h("input", { type: "number", min: 1, max: count, value: start, aria: { label: tr("Number of a picture") } });
    const going = h("form", { className: "row", onsubmit: (event) => { event.preventDefault(); this.turn(Math.round(Number(wanted.value)) || 1); } },
      wanted, h("button", {}, tr("Go there")));
    return h("nav", { className: "row pager", aria: { label: tr("Pages") } }, to(start - 1, tr("Previous ones")), h("span", {}, tr("{first}–{last} of {count}", { first: number(start), last: number(last), count: number(count) })), to(last + 1, tr("Next ones")), going);
  }

  #offer(one) {
    const dated = one.opens || this.studio.archive.search;  // pictures of one thing all have its date
    const about = [one.holder || one.author, dated && one.date].filter(Boolean).map((text) => h("span", { className: "hint" }, text));
    return h("button", { type: "button", className: "offer", data: { number: one.number }, onclick: () => (one.opens ? this.look(one.opens, this.studio.archive) : this.show(one)) },
      h("span", { className: "small" }, h("img", { alt: "", data: { number: one.number } })),
      h("strong", {}, one.label), about,
      h("span", { className: `tag ${one.terms[0]}` }, TERMS[one.terms[0]].short()), one.licence ? h("span", { className: "hint" }, one.licence) : null);
  }

  /** One picture, with all that is known of it, before it is taken. */
  show(one) {
    this.#rest();
    this.wrong.textContent = "";
    const { count } = this.studio.archive;
    const heading = h("h3", { tabIndex: -1 }, one.title || one.label);
    const facts = Object.entries(FACTS).filter(([key]) => one[key]).flatMap(([key, said]) => [h("dt", {}, said()), h("dd", {}, one[key])]);
    if (one.width) facts.push(h("dt", {}, tr("Size there")), h("dd", {}, `${one.width} × ${one.height}`));
    const back = count > 1 ? h("button", { type: "button", onclick: async () => {
      await this.turn(one.number);
      this.found.querySelector(`.offer[data-number="${one.number}"]`)?.focus();
    } }, tr("Back to the pictures")) : null;
    this.found.replaceChildren(h("section", { className: "chosen", aria: { label: tr("The picture") } },
      h("span", { className: "small" }, h("img", { alt: "", data: { number: one.number } })),
      h("div", {}, heading, count > 1 && one.title && one.title !== one.label ? h("p", {}, one.label) : null,
        h("p", {}, h("span", { className: `tag ${one.terms[0]}` }, TERMS[one.terms[0]].short())),
        h("ul", { className: "terms" }, one.terms.map((term) => h("li", {}, TERMS[term].said())),
          one.restrictions ? h("li", {}, tr("Its use is limited beside its licence: {limits}", { limits: one.restrictions })) : null,
          one.remarks.map((remark) => h("li", {}, remark)),
          one.author || one.holder || one.credit ? null : h("li", {}, tr("Nobody is named: write its author or who holds it, under “Rights”."))),
        h("dl", {}, facts),
        one.page ? h("p", {}, h("a", { href: one.page, target: "_blank", rel: "noopener noreferrer" }, tr("Its page at the archive"))) : null)),
      h("div", { className: "row end" }, back, h("button", { type: "button", className: "main", onclick: () => this.take(one) }, tr("Take this picture"))));
    heading.focus();
    this.#draw();
  }

  async take(one) {
    const what = { listing: this.studio.archive.listing, number: one.number, edit: this.edit() };
    const came = await this.#ask(tr("Fetching the picture as large as the film needs it…"), (signal) => this.film.takeFromArchive(what, signal));
    if (!came) return;
    this.box.close();
    this.taken?.(came);
    announce(tr("The picture is in the film, with its rights: {name}", { name: came.file }));
  }

  /** Thumbnails, one after the other, as the archive gives them. */
  async #draw() {
    this.#rest();
    const { signal } = this.drawing = new AbortController();
    const { listing } = this.studio.archive;
    for (const image of this.found.querySelectorAll("img[data-number]")) {
      try {
        const small = await this.film.api.archiveThumb(listing, image.dataset.number, signal);
        if (signal.aborted) return;
        if (!small.size) { image.replaceWith(h("span", { className: "hint" }, tr("no preview"))); continue; }
        this.urls.push(image.src = URL.createObjectURL(small));
      } catch (error) {
        if (error.name === "AbortError") return;
        this.wrong.textContent = error.message;
        return;
      }
    }
  }

  /** No more thumbnails; those of before are let go. */
  #rest() {
    this.drawing?.abort();
    for (const url of this.urls.splice(0)) URL.revokeObjectURL(url);
  }
}
