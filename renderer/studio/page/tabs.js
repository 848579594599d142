// The tabs beside the film: words, rights, review, versions. Each is a table or a list of what the
// server tells; what is edited goes into the storyboard like any other edit.

import { announce, ask, clock, dialog, date, h, icon, labelled, debounce, reconcile, toast, tr, trn } from "./dom.js";
import { toServer } from "./footer.js";
import { licenceInput } from "./fields.js";
import { leftovers } from "./leftovers.js";
import { pronunciationDialog } from "./pronunciation.js";
import { called } from "./slides.js";
import { play } from "./sound.js";
import { named, sentence } from "./wording.js";


function table(caption, columns, rows) {
  return h("div", { className: "scrolls", tabIndex: 0, role: "region", aria: { label: caption } },
    h("table", { role: "table" }, h("caption", { className: "visually-hidden" }, caption), h("thead", {}, h("tr", {}, columns.map((one) => h("th", { scope: "col" }, one)))), rows));
}

/** A row whose cells bear the names of their columns: on a narrow page it is a card, and still read as a row. */
function rowOf(names, props, ...cells) {
  cells.flat().forEach((cell, at) => {
    cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
    if (names[at]) cell.dataset.label = names[at];
  });
  return h("tr", { ...props, role: "row" }, ...cells.flat());
}

// --- words ----------------------------------------------------------------------------------------

/** Where an entry holds that a person made, and may take away. */
const SCOPES = {
  slide: ({ slides: [first], film }) => tr("in slide {number}", { number: (film.slides[first]?.index ?? 0) + 1 }),
  film: () => tr("in this film"), project: () => tr("in all films of the project"),
};

export async function wordsTab(film) {
  const body = h("tbody");
  const count = h("p", { role: "status" });
  const filter = h("select", { onchange: () => draw() }, h("option", { value: "open" }, tr("to settle")), h("option", { value: "" }, tr("all")));
  let found = { names: [], settled: [], perhaps: [] };

  async function fill() {
    found = await film.api.names();
    draw();
  }
  const state = (one) => ("said" in one && "where" in one ? SCOPES[one.where]?.({ ...one, slides: one.slide ? [one.slide] : [], film }) ?? tr("known to the voice")
    : one.kind === "perhaps" ? tr("perhaps a name") : tr("to settle"));
  function draw() {
    // Without a spelling of their own they are said as they are read: somebody has to listen.
    const shown = filter.value ? found.names : [...found.names, ...found.settled, ...found.perhaps];
    count.textContent = [trn("{count} name to settle", "{count} names to settle", found.names.length),
      found.settled.length ? trn("{count} settled or known", "{count} settled or known", found.settled.length) : ""].filter(Boolean).join(" · ");
    whole.hidden = shown.length === 0;
    reconcile(body, shown, (one) => `${one.where ?? one.kind} ${one.slide ?? ""} ${one.written}`, make, tell);
  }
  function tell(row, one) {
    row.name = one;
    const [, said, times, slides] = row.children;
    said.replaceChildren(one.said, one.ipa ? h("span", { className: "ipa", lang: "und-fonipa" }, ` [${one.ipa}]`) : "", h("em", { className: one.where === undefined ? "mild" : "quiet" }, ` ${state(one)}`));
    times.textContent = one.count || "";
    slides.replaceChildren(...one.slides.slice(0, 6).map((id) => (film.slides[id] ? h("a", { href: `#film=${film.id}&slide=${id}`, className: "to" }, String(film.slides[id].index + 1)) : "")));
  }
  function make(one) {
    const hear = h("button", { className: "hear", aria: { label: tr("Hear {word}", { word: one.written }), pressed: "false" },
      onclick: () => play(hear, `${film.id} name ${one.written} ${row.name.said} ${film.digest}`, () => film.api.hear({ text: one.written })) }, icon("play"));
    const settle = h("button", { onclick: () => pronunciationDialog(film, film.slides[one.slide || one.slides[0]] ?? null, null, one.written,
      { said: row.name.said, ipa: row.name.where === undefined ? "" : row.name.ipa, kept: fill }) }, tr("Is said…"));
    const right = h("button", { onclick: () => keepAsIs(one) }, tr("It is right so"));
    const away = h("button", { className: "quiet", aria: { label: tr("Take away {word}", { word: one.written }) }, onclick: () => forget(row.name) }, tr("Take away"));
    const row = rowOf(NAMED, {}, h("th", { scope: "row", lang: film.language }, one.written), h("td", { lang: film.language }), h("td"), h("td"),
      h("td", { className: "row" }, hear, settle, one.where === undefined ? right : one.where ? away : null));
    return row;
  }
  // Said as it is written: an entry of its own, for all films, so that nobody has to listen to it again.
  async function keepAsIs(one) {
    if (!await film.edit({ op: "pronounce", write: one.written, say: one.written, scope: "project" })) return;
    announce(tr("{word}: kept, in all films of the project", { word: one.written }));
    await fill();
    (body.querySelector(".hear") ?? filter).focus();
  }
  async function forget({ written, where, slide }) {
    if (!await film.edit({ op: "pronounce-forget", write: written, scope: where, ...(where === "slide" ? { slide } : {}) })) return;
    announce(tr("{word}: taken away", { word: written }));
    await fill();
    (body.querySelector(".hear") ?? filter).focus();
  }
  const NAMED = [tr("Written"), tr("Is said"), tr("Times"), tr("Slides"), tr("Listen")];
  const whole = table(tr("Names and acronyms"), NAMED, body);
  await fill();
  const again = debounce(() => fill().catch(() => {}), 300);
  return { receive: (news) => { if (news.kind === "film" && news.film === film.id) again(); },
    parts: [h("h2", {}, tr("Words")), h("p", { className: "lead" }, tr("Names and acronyms of the film. Listen to each once; where it is wrong, say how it is said. “It is right so” keeps it for all films of the project.")),
      h("div", { className: "row between" }, count, labelled(tr("Show"), filter)),
      whole] };
}

// --- rights ---------------------------------------------------------------------------------------

const RIGHTS = ["author", "holder", "reference", "date", "license", "source_url", "credit"];

export async function rightsTab(film, studio) {
  const body = h("tbody");
  let sorted = { key: "slide", up: true };
  let rights = [];
  const columns = ["slide", "file", ...RIGHTS];
  const lead = h("p", { className: "lead" });
  const sort = (key, up) => { sorted = { key, up }; draw(true); announce(tr("Sorted by {what}", { what: heading(key) })); };
  const head = h("tr", {}, columns.map((key) => h("th", { scope: "col", data: { key } },
    h("button", { className: "sort", onclick: () => sort(key, sorted.key === key ? !sorted.up : true) }, heading(key)))));
  // Where rows are cards there is no head to sort by.
  const order = h("select", { onchange: () => sort(order.value, true) }, columns.map((key) => h("option", { value: key }, heading(key))));

  async function fill() {
    ({ rights } = await film.api.rights());
    draw();
  }
  const value = (one, key) => key === "slide" ? (film.slides[one.slide]?.index ?? -1) : key === "file" ? one.file ?? one.name ?? "" : String(one.rights?.[key] ?? one.inferred?.[key] ?? "");
  const keyOf = (one) => `${one.slide} ${one.path.join(".")}`;
  let shown = [];  // rows in the order that was asked for: none leaves while it is written in
  function draw(anew = shown.length === 0) {
    if (anew) {
      shown = [...rights].sort((a, b) => {
        const [left, right] = [value(a, sorted.key), value(b, sorted.key)];
        const by = typeof left === "number" ? left - right : left.localeCompare(right, film.language);
        return sorted.up ? by : -by;
      }).map(keyOf);
    }
    const at = (one) => (shown.includes(keyOf(one)) ? shown.indexOf(keyOf(one)) : shown.length);
    order.value = sorted.key;
    for (const cell of head.children) cell.setAttribute("aria-sort", cell.dataset.key !== sorted.key ? "none" : sorted.up ? "ascending" : "descending");
    reconcile(body, [...rights].sort((a, b) => at(a) - at(b)), keyOf, make, (row, one) => row.tell(one));
    lead.textContent = rights.length
      ? tr("Whose each picture is, and on what terms. In grey: what the file itself says, used where you write nothing.") : tr("There is no picture in this film yet.");
  }
  function make(first) {
    const slide = film.slides[first.slide];
    const what = slide ? tr("slide {number}", { number: slide.index + 1 }) : tr("the film");
    const put = (key, text, typed) => film.put(first.slide || null, [...first.path, "rights", key], text, typed);
    const [where, file] = [h("th", { scope: "row" }), h("td", { className: "file" })];
    const tells = [];
    const row = { one: first };
    const cells = RIGHTS.map((key) => {
      if (key === "license") {
        const field = licenceInput(studio.licenses, { label: tr("{what}, {value}", { what: named(key), value: what }), get: () => row.one?.rights?.license ?? "", put: (id) => put(key, id),
          blank: () => {
            const inferred = row.one?.inferred?.license;
            const title = studio.licenses.flatMap(({ licenses }) => licenses).find(({ id }) => id === inferred)?.title ?? inferred;
            return title ? tr("{what} (as its file says)", { what: title }) : "—";
          } });
        field.more.at(-1).className = "visually-hidden";  // what has to be credited: of use to who can't see the column
        tells.push(() => field.update());
        return h("td", { data: { key } }, field.input, field.more);
      }
      const input = h("textarea", { rows: 1, autocomplete: "off", aria: { label: `${named(key)}, ${what}` },
        onkeydown: (event) => { if (event.key === "Enter") event.preventDefault(); },
        oninput: () => put(key, input.value.replaceAll("\n", " "), true) });  // lines are pasted
      tells.push((one) => {
        if (document.activeElement !== input) input.value = one.rights?.[key] ?? "";
        input.placeholder = one.inferred?.[key] ?? "";
      });
      return h("td", { data: { key } }, input);
    });
    const node = rowOf(columns.map(heading), {}, where, file, cells);
    node.tell = (one) => {
      row.one = one;
      const at = film.slides[one.slide];
      node.className = one.problems.length ? "lacks" : "";
      where.replaceChildren(at ? h("a", { href: `#film=${film.id}&slide=${one.slide}` }, String(at.index + 1)) : tr("film"));
      file.replaceChildren(...[at && one.kind !== "music" ? h("img", { src: film.api.thumbAddress(one.slide, film.thumbs.get(one.slide)), alt: "", loading: "lazy", width: 96, height: 54,
        onerror: ({ target }) => target.remove() }) : null, one.file ?? one.name ?? "", one.problems.length ? h("span", { className: "wrong" }, one.problems.map((problem) => sentence(problem.what)).join(" ")) : null,
        one.kind !== "music" && !one.alt ? h("span", { className: "wrong" }, sentence(tr("no alternative text"))) : null].filter(Boolean));
      for (const tell of tells) tell(one);
    };
    return node;
  }
  const rest = leftovers(film);
  const again = debounce(() => Promise.all([fill(), rest.fill()]).catch(() => {}), 300);
  await Promise.all([fill(), rest.fill()]);
  film.addEventListener("change", again);
  return { receive: (news) => { if (news.kind === "film" && news.film === film.id) again(); }, leave: () => { film.removeEventListener("change", again); rest.leave(); },
    parts: [h("h2", {}, tr("Rights")), lead,
  Object.assign(labelled(tr("Sort by"), order), { className: "field sorting" }),
  h("div", { className: "scrolls", tabIndex: 0, role: "region", aria: { label: tr("Rights of all pictures") } },
    h("table", { className: "rights", role: "table" }, h("caption", { className: "visually-hidden" }, tr("Rights of all pictures")), h("thead", {}, head), body)), rest.node] };
}

const heading = (key) => (key === "slide" ? tr("Slide") : named(key));

// --- review ---------------------------------------------------------------------------------------

const WHAT = { added: () => tr("new slide"), gone: () => tr("taken out"), moved: () => tr("moved"), changed: () => tr("changed") };

export async function reviewTab(film) {
  const parts = h("div", {});
  const fill = async () => parts.replaceChildren(...await reviewed(film));
  const again = debounce(() => fill().catch(() => {}), 300);
  await fill();
  // Going back to an earlier film, and another's edits, change what has changed.
  return { parts: [h("h2", {}, tr("Review")), parts], receive: ({ kind, film: other }) => { if (kind === "films" || (kind === "film" && other === film.id)) again(); } };
}

async function reviewed(film) {
  const { since_ms: since, changes, published } = await film.api.review();
  const lead = since === null ? tr("This film hasn't been published yet: all of it is new.")
    : changes.length === 0 ? tr("What is written is what the public sees: nothing has changed since {date}.", { date: date(since) })
      : trn("{count} slide has changed since {date}.", "{count} slides have changed since {date}.", changes.length, { date: date(since) });
  return [h("p", { className: "lead" }, lead), ...changed(film, changes), published ? between(film) : ""];
}

/** What the last publication changed, once somebody asks for it. */
function between(film) {
  const list = h("div", {});
  const fold = h("details", { className: "group", ontoggle: async () => {
    if (!fold.open) return;
    try {
      const { since_ms: from, at_ms: at, changes } = await film.api.review("published");
      list.replaceChildren(h("p", { className: "lead" }, changes.length
        ? trn("{count} slide differs between the film of {from} and that of {at}.", "{count} slides differ between the film of {from} and that of {at}.", changes.length, { from: date(from), at: date(at) })
        : tr("The films of {from} and of {at} say and show the same.", { from: date(from), at: date(at) })), ...changed(film, changes));
    } catch (error) { list.replaceChildren(h("p", { role: "alert" }, error.message)); }
  } }, h("summary", {}, tr("What the last publication changed")), list);
  return fold;
}

/** Slides that changed, each with its words and fields, before and after. */
const changed = (film, changes) => changes.map((change) => {
  const slide = film.slides[change.slide];
  return h("section", { className: "change" },
    h("h3", {}, slide ? h("a", { href: `#film=${film.id}&slide=${change.slide}` }, `${slide.index + 1} · ${called(slide)}`) : change.slide || tr("The whole film"), h("span", { className: "tag" }, WHAT[change.what]?.() ?? change.what)),
    (change.fields ?? []).map((field) => h("p", {}, h("strong", {}, tr("{what}: {value}", { what: named(field.key.split(".").at(-1)), value: "" })), ...difference(show(field.before), show(field.after)))),
    h("ol", { className: "sentences", lang: film.language }, (change.sentences ?? []).filter((one) => one.what !== "same").map((one) => h("li", { value: one.index + 1 }, ...difference(one.before ?? "", one.after ?? ""),
      one.spoken_before !== undefined && one.spoken_before !== one.spoken_after ? h("p", { className: "spoken" }, `${tr("Said:")} `, ...difference(one.spoken_before ?? "", one.spoken_after ?? "")) : null))));
});

const show = (value) => (value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

/** Words that went and came, with what stayed around them: the longest common run of words. */
export function difference(before, after) {
  const [old, fresh] = [before, after].map((text) => text.split(/(\s+)/));
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) lengths[i][j] = old[i] === fresh[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
  }
  const parts = [];
  const add = (tag, text) => { if (parts.at(-1)?.tag === tag) parts.at(-1).text += text; else parts.push({ tag, text }); };
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) { add("", old[i]); i += 1; j += 1; }
    else if (j >= fresh.length || (i < old.length && lengths[i + 1][j] >= lengths[i][j + 1])) { add("del", old[i]); i += 1; }
    else { add("ins", fresh[j]); j += 1; }
  }
  // A word that went and the one that came in its place don't run together.
  const told = parts.filter((part) => part.text);
  return told.flatMap(({ tag, text }, at) => (tag ? [told[at - 1]?.tag && !/\s$/.test(told[at - 1].text) ? " " : "", h(tag, {}, text)] : [text]));
}

// --- versions -------------------------------------------------------------------------------------

export async function versionsTab(film) {
  const list = h("ul", { className: "sets", role: "list" });
  const lead = h("p", { className: "lead" });
  const differing = h("p", { role: "status" });
  const draw = ({ versions, differ }) => {
    const [now, other] = versions;
    lead.textContent = versions.length ? tr("What the public sees, and the film that it took the place of: no older one is kept. Showing the other again makes nothing anew.")
      : tr("Nothing has been published yet.");
    differing.textContent = !other || differ === null ? "" : differ ? trn("{count} slide differs between the two.", "{count} slides differ between the two.", differ) : tr("Both say and show the same.");
    list.replaceChildren(...versions.map((one) => h("li", { className: "card" },
      h("h3", {}, one.current ? tr("Shown now") : isNewer(one, now) ? tr("The newer film, not shown") : tr("Shown before")),
      h("p", {}, date(one.at_ms)), h("p", { className: "quiet" }, `${clock(one.seconds)} · ${trn("{count} slide", "{count} slides", one.slides)}`),
      one.film ? h("video", { src: one.film, poster: one.poster, controls: true, preload: "metadata", aria: { label: tr("Film of {date}", { date: date(one.at_ms) }) } }) : null,
      h("p", {}, one.page ? h("a", { href: one.page, target: "_blank", rel: "noopener" }, tr("Its page")) : ""),
      one.current ? null : h("button", { onclick: () => change(one, isNewer(one, now)) }, tr("Show this one again")))));
  };
  const isNewer = (one, now) => one.at_ms > now.at_ms;
  async function change(one, newer) {
    const question = newer ? tr("Show the newer film again?") : tr("Show the earlier film again?");
    if (!await ask(question, tr("The film of {date} takes the place of what the public sees now. Your text stays as it is.", { date: date(one.at_ms) }), tr("Show it"))) return;
    try {
      const { folder, ...shown } = await film.rollback();
      if (film.isLeft) return;
      draw(shown);
      const done = newer ? tr("The newer film is shown again.") : tr("The earlier film is shown again.");
      announce(done);
      dialog(done, ...toServer(film, folder));
    } catch (error) { toast(error.message, { wrong: true }); }
  }
  let shown = "";
  const fill = async () => {
    const told = await film.api.versions();
    const now = told.versions.map((one) => `${one.at_ms} ${one.current}`).join();
    if (now !== shown) { shown = now; draw(told); }  // what is being watched plays on
  };
  await fill();
  return { parts: [h("h2", {}, tr("Versions")), lead, differing, list], receive: ({ kind }) => { if (kind === "films") fill().catch(() => {}); } };
}
