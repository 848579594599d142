// What the microphone hears, passed on as it is.

class Tap extends AudioWorkletProcessor {
  process([input]) {
    if (input.length > 0) this.port.postMessage(input[0].slice());
    return true;
  }
}
registerProcessor("studio-tap", Tap);
