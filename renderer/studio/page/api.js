// What the server is asked, and what it tells by itself. The only module that knows addresses.

import { advice, sentence } from "./wording.js";

const AGAIN_MS = 3000;
let token = "";

/** What the studio knows this browser by, however many of its windows show it. */
const browser = (() => {
  try { return (localStorage["recit-browser"] ??= crypto.randomUUID()); } catch { return crypto.randomUUID(); }
})();

/** A refusal, in the reader's language. */
export class Refusal extends Error {
  constructor(status, error) {
    super(error?.message ? sentence(error.message) : String(status));
    this.status = status;
    this.code = error?.code ?? "";
    this.error = error ?? {};
    this.remedy = advice(this.error.remedy ?? "");
  }
}

/** The studio was started again since, and doesn't know this browser yet: what was asked waits, like for one that is away. */
export class UnknownBrowser extends Error {}

async function call(method, path, { body, type, as = "json", signal, keepalive, again = false } = {}) {
  const headers = {};
  if (method !== "GET") {
    headers["X-Recit-Token"] = token;
    headers["Content-Type"] = type ?? "application/json";
  }
  const sent = body === undefined ? (method === "GET" ? undefined : "{}") : type ? body : JSON.stringify(body);
  const answer = await fetch(`/api/${path}`, { method, headers, body: sent, signal, keepalive });
  if (!answer.ok) {
    let told = null;
    const said = await answer.text();
    try { told = JSON.parse(said).error; } catch { /* the gate answers in plain text, and so does a proxy */ }
    if (!told && answer.status === 403) {
      // The token is of an earlier session: a browser that is let in is given another.
      if (!again && path !== "start" && await start().then(() => true, () => false)) {
        return call(method, path, { body, type, as, signal, keepalive, again: true });
      }
      throw new UnknownBrowser(said.trim());
    }
    if (!told && answer.status >= 502) throw new Error(said.slice(0, 200));
    throw new Refusal(answer.status, told);
  }
  return as === "blob" ? answer.blob() : as === "answer" ? answer : answer.json();
}

export const get = (path, options) => call("GET", path, options);
export const post = (path, body, options) => call("POST", path, { body, ...options });

export async function start() {
  const found = await get("start");
  token = found.token;
  return found;
}

const query = (values) => new URLSearchParams(
  Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "")).toString();

export const films = () => get("films");
export const newFilm = (title) => post("films", { title });
/** *agreed*: to what it changes in a film that is there. */
export const importText = (file, agreed = false) => call("POST", `imports?${query({ name: file.name, agreed: agreed ? "yes" : "" })}`,
  { body: file, type: "application/octet-stream" });
/** Where all films of the project are served. */
export const site = () => get("site");
export const keepSite = (address) => post("site", { address });
/** Places whose {name} begins so, or that lie within the edges {west, east, south, north}. */
export const places = (which) => get(`places?${query(which)}`);
export const jobs = () => get("jobs");
export const stopJob = (job) => post(`jobs/${job}/stop`);
export const schema = () => get("schema");

/** Everything about one film. */
export function filmApi(film) {
  const at = `films/${film}`;
  return {
    read: () => get(at),
    edit: (digest, edits, label, keepalive) => post(`${at}/edits`, { digest, edits, label }, { keepalive }),
    undo: (digest) => post(`${at}/undo`, { digest }),
    redo: (digest) => post(`${at}/redo`, { digest }),
    text: () => get(`${at}/text`),
    saveText: (digest, text) => post(`${at}/text`, { digest, text }),
    check: (text, signal) => post(`${at}/check`, { text }, { signal }),
    time: (shape) => get(`${at}/time?${query({ shape })}`),
    map: (slide, values) => get(`${at}/map?${query({ slide, ...values })}`),
    hear: (what, signal) => post(`${at}/hear`, what, { as: "blob", signal }),
    names: () => get(`${at}/names`),
    plan: () => get(`${at}/plan`),
    advice: (slide) => get(`${at}/advice?${query({ slide })}`),
    ready: () => get(`${at}/ready`),
    draft: (slide, shape) => post(`${at}/draft`, { slide, shape }),
    publish: (digest) => post(`${at}/publish`, { digest }),
    versions: () => get(`${at}/versions`),
    rollback: () => post(`${at}/rollback`),
    review: (of = "") => get(`${at}/review${of && `?${query({ of })}`}`),
    rights: () => get(`${at}/rights`),
    discard: () => post(`${at}/discard`),
    bringBack: (lot) => post(`${at}/bring-back`, { lot }),
    leftovers: () => get(`${at}/leftovers`),
    setAside: (digest, names) => post(`${at}/set-aside`, { digest, names }),
    mediaAddress: (name) => `/api/${at}/media?${query({ name })}`,
    here: (page, leaves = false) => post(`${at}/here`, { page, leaves, browser }, { keepalive: leaves }),
    upload: (file, slide, where = "pictures") => call("POST", `${at}/${where}?${query({ name: file.name, slide })}`,
      { body: file, type: (where === "pictures" && file.type) || "application/octet-stream" }),
    archive: (address, signal) => post(`${at}/archive`, { address }, { signal }),
    archiveSearch: (what, signal) => post(`${at}/archive/search`, what, { signal }),
    archivePage: (listing, start) => get(`${at}/archive?${query({ listing, start })}`),
    archiveThumb: (listing, number, signal) => get(`${at}/archive/thumb?${query({ listing, number })}`, { as: "blob", signal }),
    archiveTake: (what, signal) => post(`${at}/archive/take`, what, { signal }),
    recording: (blob, slide, { name, sentence } = {}) => call("POST", `${at}/recordings?${query({ slide, name, sentence })}`,
      { body: blob, type: name ? "application/octet-stream" : "audio/wav" }),
    zipAddress: `/api/${at}/set.zip`,
    stillAddress: (slide, values) => `/api/${at}/still?${query({ slide, ...values })}`,
    pictureAddress: (slide, path, v) => `/api/${at}/picture?${query({ slide, path, height: 720, v })}`,
    thumbAddress: (slide, v) => `/api/${at}/thumb?${query({ slide, v })}`,
  };
}

/**
 * Hear the studio's news in every page of it, over one connection (see the preview's page).
 * Gives what tells the other pages of this browser something.
 */
export function listen(receive) {
  const channel = new BroadcastChannel("recit-studio");
  channel.addEventListener("message", ({ data }) => receive(data));
  navigator.locks.request("recit-studio", () => new Promise(() => {
    const pass = (news) => { receive(news); channel.postMessage(news); };
    const open = () => {
      const events = new EventSource(`/api/events?${query({ browser })}`);
      events.addEventListener("message", (event) => pass(JSON.parse(event.data)));
      events.addEventListener("open", () => pass({ kind: "open" }));
      events.addEventListener("error", async () => {
        pass({ kind: "lost", anew: await start().then(() => false, (error) => error instanceof UnknownBrowser) });
        // A browser gives up by itself where it was refused.
        if (events.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_MS);
      });
    };
    open();
  }));
  return (news) => channel.postMessage(news);
}
