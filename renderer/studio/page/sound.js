// What is heard: one thing at a time. A button that plays also stops.

import { announce, toast, tr } from "./dom.js";

const KEPT = 200;  // sentences kept for a second hearing: some 20 MB
const player = new Audio();
const heard = new Map();
let now = null;

/** Play what *ask* answers (a promise of a blob), kept under *key*, while *button* says so. */
export async function play(button, key, ask) {
  const again = now?.button === button;
  stop();
  if (again) return;
  const turn = (now = { button });
  button.classList.add("busy");
  button.setAttribute("aria-pressed", "true");
  try {
    let address = heard.get(key);
    if (!address) {
      address = URL.createObjectURL(await ask());
      heard.set(key, address);
      if (heard.size > KEPT) {
        const [oldest, unused] = heard.entries().next().value;
        heard.delete(oldest);
        URL.revokeObjectURL(unused);
      }
    }
    if (now !== turn) return;
    button.classList.remove("busy");
    button.classList.add("playing");
    player.src = address;
    await player.play();
  } catch (error) {
    if (now !== turn) return;
    stop();
    if (error.name === "NotAllowedError") announce(tr("The browser wants another click before it plays sound."));
    else if (error.name !== "AbortError") toast(error.message, { wrong: true });
  }
}

export function stop() {
  player.pause();
  if (!now) return;
  now.button.classList.remove("busy", "playing");
  now.button.setAttribute("aria-pressed", "false");
  now = null;
}

player.addEventListener("ended", stop);
