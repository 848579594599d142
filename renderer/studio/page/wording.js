// The words of the form: what a historian calls a key of the storyboard and its values, and messages of
// the tool told in them. Whoever reads one reads no key, path or option that doesn't stand on the page.

import { uiLanguage, tr } from "./dom.js";

/** What a new card bears until somebody writes its title. */
export const UNWRITTEN = "…";

/** What a historian calls a key. */
export const NAMES = {
  base_url: () => tr("Address of the films on your site"),
  alt: () => tr("Alternative text"), arrows: () => tr("Arrows"), areas: () => tr("Areas"), contributors: () => tr("Lines of the credits"), credits: () => tr("Credits at the end"), description: () => tr("About the film"),
  engine: () => tr("Voice"), film: () => tr("Rhythm and shapes"), formats: () => tr("Shapes of the film"), model: () => tr("Model"), opening: () => tr("Title card at the beginning"),
  pause: () => tr("Silences"), paragraph: () => tr("Between paragraphs"), rate: () => tr("Pace"), related: () => tr("To read next"), role: () => tr("For what"),
  style: () => tr("Theme"), subtitle: () => tr("Subtitle"), voice: () => tr("Voice"), address: () => tr("Address of the server"), loudness: () => tr("Loudness"), at: () => tr("Appears"),
  author: () => tr("Author"), borders: () => tr("Borders"), callouts: () => tr("Marks on the picture"), caption: () => tr("Caption on the picture"),
  case: () => tr("Capitals must match"), centre: () => tr("Middle"), chapter: () => tr("Chapter that starts here"), city: () => tr("Built-up ground"),
  clock: () => tr("Date shown"), credit: () => tr("Credit line"), date: () => tr("Date"), east: () => tr("East"), end: () => tr("Ends at"),
  expires: () => tr("May be shown until"), fade_in: () => tr("Fades in over"), fade_out: () => tr("Fades out over"), file: () => tr("File"),
  fit: () => tr("How it fills the frame"), focus: () => tr("What must stay in view"), from: () => tr("From"), fronts: () => tr("Front lines"),
  ground: () => tr("Ground"), hold: () => tr("Silence after"), holder: () => tr("Held by"), id: () => tr("Name for links"),
  inset: () => tr("Small map in a corner"), ipa: () => tr("Phonemes (IPA)"), kind: () => tr("Kind"), km: () => tr("Kilometres across"),
  label: () => tr("Words beside it"), lakes: () => tr("Lakes"), land: () => tr("Land"), lead: () => tr("Silence before"), legend: () => tr("Legend"),
  length: () => tr("Length in seconds"), level: () => tr("Loudness"), license: () => tr("Licence"), line: () => tr("Line"), lines: () => tr("Lines"),
  loop: () => tr("Played again and again"), modified: () => tr("What was changed"), motion: () => tr("Movement"), music: () => tr("Music"),
  name: () => tr("Name"), narration: () => tr("Narration"), north: () => tr("North"), path: () => tr("Points"), pins: () => tr("Dates held to sentences"),
  places: () => tr("Places"), poster: () => tr("Slide whose picture announces the film"), credits_page: () => tr("Credits at the end"), pronounce: () => tr("How names are said"), reference: () => tr("Reference there"), rights: () => tr("Rights"),
  ring: () => tr("Outline"), rivers: () => tr("Rivers"), say: () => tr("Is said"), schematic: () => tr("A sketch"), sentence: () => tr("Sentence"),
  show: () => tr("What is shown"), side: () => tr("Side"), sides: () => tr("Names of the sides"), silence: () => tr("Silence instead of words"),
  size: () => tr("Size"), sound: () => tr("Its own sound"), source_url: () => tr("Page on the web"), sources: () => tr("Sources"),
  south: () => tr("South"), speed: () => tr("Speed"), start: () => tr("Begins at"), stay: () => tr("Stays for"), target: () => tr("Function"),
  text: () => tr("Text"), title: () => tr("Title"), to: () => tr("Until"), trace: () => tr("Leaves a trace"), transition: () => tr("Transition"),
  until: () => tr("Goes"), url: () => tr("Page on the web"), view: () => tr("What the map shows"), views: () => tr("Views, one after the other"),
  permission: () => tr("Permission"), document: () => tr("Letter or contract"), restrictions: () => tr("Other limits to its use"), 
  record: () => tr("Where its rights are looked up again"),
  burn: () => tr("Written into the picture"), card: () => tr("Title card"), clip: () => tr("Clip"), codecs: () => tr("Compression"), footage: () => tr("Archive film"),
  fps: () => tr("Pictures a second"), highlight: () => tr("Words lit as they are said"), image: () => tr("Photograph"), language: () => tr("Language"), languages: () => tr("Translations"),
  map: () => tr("Map"), pictures: () => tr("Several pictures"), recording: () => tr("Recording"), recordings: () => tr("Recorded sentences"), says: () => tr("Words of the recording"), slides: () => tr("Slides"), slug: () => tr("Address of the film"),
  subtitles: () => tr("Subtitles"), tags: () => tr("Key words"), teaser: () => tr("Teaser"), whole_word: () => tr("Whole words only"), words: () => tr("Words"),
  west: () => tr("West"), when: () => tr("Appears at the words"), width: () => tr("Width"), write: () => tr("Written"),
};
const VALUES = {
  cover: () => tr("fills the frame"), contain: () => tr("whole, on paper"), blur: () => tr("whole, over a blur"), auto: () => tr("by itself"), none: () => tr("none"),
  cut: () => tr("cut"), fade: () => tr("fade"), black: () => tr("through black"), wipe: () => tr("wipe"), off: () => tr("off"), low: () => tr("low, under the voice"),
  keep: () => tr("kept"), yes: () => tr("yes"), no: () => tr("no"), allies: () => tr("Allies"), axis: () => tr("Axis"), neutral: () => tr("neutral"),
  rectangle: () => tr("rectangle"), circle: () => tr("circle"), arrow: () => tr("arrow"), label: () => tr("words"), day: () => tr("day"), hour: () => tr("hour"),
  month: () => tr("month"), nothing: () => tr("nothing"), objective: () => tr("objective"), capital: () => tr("capital"), city: () => tr("city"), town: () => tr("town"),
  landing: () => tr("landing"), port: () => tr("port"), fort: () => tr("fort"), strongpoint: () => tr("strongpoint"), gate: () => tr("gate"), bridge: () => tr("bridge"),
  battle: () => tr("battle"), wreck: () => tr("wreck"), mine: () => tr("minefield"), water: () => tr("water"), region: () => tr("region"), note: () => tr("note"),
  road: () => tr("road"), railway: () => tr("railway"), breakwater: () => tr("breakwater"), wall: () => tr("wall"), pipeline: () => tr("pipeline"),
  kokoro: () => tr("kokoro (a natural voice, made on this computer)"), piper: () => tr("piper (a natural voice, made on this computer)"), espeak: () => tr("espeak (a machine's voice, at once)"),
  gradium: () => tr("gradium (the text is sent to Gradium)"),
  gtts: () => tr("gtts (the text is sent to Google)"), azure: () => tr("azure (the text is sent to Microsoft)"), google: () => tr("google (the text is sent to Google)"),
  mistral: () => tr("mistral (the text is sent to Mistral)"), http: () => tr("http (the text is sent to your own server)"), hum: () => tr("hum (a hum, to try the rhythm)"),
  boundary: () => tr("boundary"), river: () => tr("river"),
};
/** The eight points of the compass, and how an arrow moves. */
const POINTS = {
  n: () => tr("north"), ne: () => tr("north-east"), e: () => tr("east"), se: () => tr("south-east"), s: () => tr("south"), sw: () => tr("south-west"), w: () => tr("west"), nw: () => tr("north-west"),
  centre: () => tr("in the middle"), center: () => tr("in the middle"), true: () => tr("yes"), false: () => tr("no"), fly: () => tr("as seen from an aircraft"),
};

export const named = (key) => NAMES[key]?.() ?? key.replaceAll("_", " ");
export const valued = (value) => (VALUES[value] ?? POINTS[value])?.() ?? (typeof value === "number" ? decimal(value) : String(value));

/** A number as the reader writes it: with a comma in French. */
export const decimal = (number) => new Intl.NumberFormat(uiLanguage, { maximumFractionDigits: 6, useGrouping: false }).format(number);

/** Values that stand alone in messages, between quotes; other words there are the author's. */
const ALONE = new Set(["auto", "black", "blur", "contain", "cover", "cut", "fade", "fly", "keep", "low", "none", "off", "wipe"]);
const KEY = String.raw`[a-z]+(?:_[a-z]+)*`;
const PATH = new RegExp(String.raw`^(?:${KEY}(?:\.\d+|\[\d+\])*\.)*(${KEY})(?:\.\d+|\[\d+\])*$`);
const PAIR = new RegExp(String.raw`^(${KEY}): ?(.+)$`);
const QUOTED = /«[\u00a0\u202f ]?([^»\n]{1,80}?)[\u00a0\u202f ]?»|(?<![\p{L}\p{N}])'([^'\n]{1,80})'(?![\p{L}\p{N}])|`([^`\n]{1,80})`/gu;
const quoted = (text) => (uiLanguage === "fr" ? `«\u00a0${text}\u00a0»` : `“${text}”`);

function inForm(text) {
  const pair = PAIR.exec(text);
  if (pair && NAMES[pair[1]]) return /^[[{"…]/.test(pair[2]) ? named(pair[1]) : tr("{what}: {value}", { what: named(pair[1]), value: valued(pair[2]) });
  const path = PATH.exec(text);
  if (path && NAMES[path[1]]) return named(path[1]);
  return ALONE.has(text) ? valued(text) : null;
}

let order = [];
/** The ids of the slides of the film that is open, in order: messages name slides by them. */
export const setSlideOrder = (ids) => { order = ids; };
const SLIDE = /\b(?:slide|vue) (?:'([^'\n]+)'|«[\u00a0\u202f ]?([^»\n]+?)[\u00a0\u202f ]?»)/gu;

/** *text*, with the form's labels for keys, and a slide's number for its id. */
export const worded = (text) => text
  .replace(SLIDE, (whole, one, other) => (order.includes(one ?? other) ? tr("slide {number}", { number: order.indexOf(one ?? other) + 1 }) : whole))
  .replace(QUOTED, (whole, ...found) => {
    const label = inForm(found.slice(0, 3).find((one) => one !== undefined));
    return label === null ? whole : quoted(label);
  });

/** The same as a sentence: with a capital, unless it begins with a file's name, and an end. */
export function sentence(text) {
  const told = worded(String(text ?? "")).trim();
  const first = /^\p{Ll}[\p{L}’'-]*(?=[\s,:;])/u.test(told) ? told[0].toLocaleUpperCase(uiLanguage) + told.slice(1) : told;
  return /[\p{L}\p{N}»”’)\]%°'"]$/u.test(first) ? `${first}.` : first;
}

/** What only who knows the file, or the command line, can follow. */
const TECHNICAL = /`|(?:^|\s)--[a-z]|[{[]|\b[a-z]+_[a-z]+\b|\.toml\b|\.ya?ml\b/;
/** A remedy in the form's words; where it speaks of the file, the *field* on the page, or where that is. */
export function advice(text, line, field = "") {
  const told = sentence(text);
  return TECHNICAL.test(told) ? field ? tr("It is put right here, under “{field}”.", { field }) : (line ? tr("It is put right in the YAML tab, at line {line}.", { line }) : "") : told;
}
