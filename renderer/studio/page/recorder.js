// One's own voice: countdown, level, hear again, keep. Microphone → samples → a WAV of 16 bits.

import { dialog, h, tr } from "./dom.js";

const COUNTDOWN = 3;
const QUIET_DB = -36;  // a voice whose peaks stay below is lost in the room's noise
const CLIPPED = 0.99;
const LONGEST_SECONDS = 300;  // a slide is never so long; a microphone left open would be

export function wav(chunks, rate) {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const view = new DataView(new ArrayBuffer(44 + length * 2));
  const word = (at, text) => { for (let i = 0; i < 4; i += 1) view.setUint8(at + i, text.charCodeAt(i)); };
  word(0, "RIFF"); view.setUint32(4, 36 + length * 2, true); word(8, "WAVE");
  word(12, "fmt "); view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, rate, true); view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  word(36, "data"); view.setUint32(40, length * 2, true);
  let at = 44;
  for (const chunk of chunks) {
    for (const sample of chunk) {
      view.setInt16(at, Math.max(-1, Math.min(1, sample)) * 32767, true);
      at += 2;
    }
  }
  return new Blob([view], { type: "audio/wav" });
}

/** Open the dialog for *text*; `keep(blob)` is called with what the person chose to keep. */
export function record(text, keep) {
  const state = { stream: null, context: null, chunks: [], peak: 0, timer: 0, running: false };
  const said = h("p", { role: "status", className: "big" }, tr("Read this aloud, at your own pace:"));
  const meter = h("meter", { min: 0, max: 1, low: 0.05, high: 0.95, optimum: 0.5, value: 0,
    aria: { label: tr("Level of the microphone") } });
  const player = h("audio", { controls: true, hidden: true });
  const start = h("button", { className: "main", onclick: () => begin() }, tr("Record"));
  const stop = h("button", { className: "main", hidden: true, onclick: () => finish() }, tr("Stop"));
  const kept = h("button", { className: "main", hidden: true }, tr("Keep this recording"));
  const box = dialog(tr("Record your voice"), said, h("blockquote", { className: "reading" }, text), meter, player,
    h("div", { className: "row end" }, start, stop, kept));
  box.classList.add("recorder");
  box.addEventListener("close", () => { release(); URL.revokeObjectURL(player.src); });

  const release = () => {
    clearInterval(state.timer);
    state.running = false;
    for (const track of state.stream?.getTracks() ?? []) track.stop();
    state.context?.close();
    state.stream = state.context = null;
  };

  async function begin() {
    for (const node of [player, kept, start]) node.hidden = true;
    Object.assign(state, { chunks: [], peak: 0 });
    try {
      state.stream = await navigator.mediaDevices.getUserMedia({ audio: {
        channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    } catch (error) {
      said.textContent = error.name === "NotAllowedError"
        ? tr("The browser wasn't allowed to use the microphone: allow it beside the address, then try again.")
        : tr("No microphone was found: plug one in, then try again.");
      start.hidden = false;
      start.focus();
      return;
    }
    if (!box.open) { release(); return; }
    state.context = new AudioContext();
    await state.context.audioWorklet.addModule(new URL("level.worklet.js", import.meta.url));
    const tap = new AudioWorkletNode(state.context, "studio-tap", { numberOfOutputs: 0 });
    state.context.createMediaStreamSource(state.stream).connect(tap);
    tap.port.onmessage = ({ data }) => heard(data);
    stop.hidden = false;
    stop.focus();
    let left = COUNTDOWN;
    said.textContent = tr("Speak in {count}…", { count: left });
    state.timer = setInterval(() => {
      left -= 1;
      if (left > 0) { said.textContent = tr("Speak in {count}…", { count: left }); return; }
      clearInterval(state.timer);
      state.running = true;
      said.textContent = tr("Speak now. Stop when you have finished.");
    }, 1000);
  }

  function heard(samples) {
    let peak = 0;
    for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
    meter.value = Math.max(peak, meter.value * 0.92);
    if (!state.running) return;
    state.peak = Math.max(state.peak, peak);
    state.chunks.push(samples);
    if (state.chunks.length * samples.length > LONGEST_SECONDS * state.context.sampleRate) finish();
  }

  function finish() {
    if (!state.context) return;
    const rate = state.context.sampleRate;
    release();
    stop.hidden = true;
    start.hidden = false;
    start.textContent = tr("Record again");
    if (state.chunks.length === 0) {
      said.textContent = tr("Nothing was recorded: wait for the countdown.");
      start.focus();
      return;
    }
    const blob = wav(state.chunks, rate);
    const loudest = 20 * Math.log10(state.peak || 1e-6);
    said.textContent = state.peak >= CLIPPED ? tr("Too loud in places: a little further from the microphone is better.")
      : loudest < QUIET_DB ? tr("Very quiet: come closer to the microphone.") : tr("Listen, then keep it or record again.");
    player.src = URL.createObjectURL(blob);
    player.hidden = kept.hidden = false;
    kept.onclick = () => { keep(blob); box.close(); };
    kept.focus();
  }
}
