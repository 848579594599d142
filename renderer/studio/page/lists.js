// Lists that are pasted: each item a sentence of its own, so that the voice pauses after it. An import
// does the same (renderer/importing/lists.py).

const SIGN = /^\s*(?:[•·●○▪▫■□◦‣➢➤✓✔]\s+|[-*–]\s+|(?:[o§]|\d{1,2}[.)]|[a-z][.)])\t\s*)(?=\S)/u;
const AND = /(?:\s*[;,]\s*(?:et|ou|puis|and|or|then)?)?\s*$/iu;  // ties an item to the next where it is seen
const ENDS = /[.!?…:»]$/u;

/** *item* with a full stop, unless it ends with a pause of its own. */
export function ended(item) {
  const bare = item.replace(AND, "");
  return ENDS.test(bare) ? bare : `${bare}.`;
}

/**
 * What is pasted as *text*, its items as paragraphs; null where it holds no list.
 * A page's own list has no signs in its text: its *html* says that there is one.
 */
export function listed(text, html = "") {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  const signed = lines.filter((line) => SIGN.test(line)).length;
  const own = signed === 0 && /<li[\s>]/i.test(html) && lines.filter(Boolean).length > 1;
  if (signed < 2 && !own) return null;
  const parts = [];
  let open = false;  // whether the last part is an item that may go on
  for (const line of lines) {
    const isItem = own ? line.trim() !== "" : SIGN.test(line);
    const words = line.replace(own ? /^\s+/ : SIGN, "").trim();
    if (!words) { open = false; continue; }
    if (isItem) parts.push({ words, isItem });
    // An item that was broken into lines goes on in small letters; what begins with a capital comes after the list.
    else if (open && /^\p{Ll}/u.test(words)) parts.at(-1).words += ` ${words}`;
    else parts.push({ words, isItem });
    open = parts.at(-1).isItem;
  }
  return parts.map((part) => (part.isItem ? ended(part.words) : part.words)).join("\n\n");
}
