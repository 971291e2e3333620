/** Sound of the bench; a packer looks at the parcel, not at the screen. */
export type Sound = 'ok' | 'tick' | 'stop' | 'shutter';

let context: AudioContext | undefined;

// Frequency in Hz, start and length in s. The stop is low, harsh and long: it must carry over a noisy room.
const notes: Record<Sound, { wave: OscillatorType; volume: number; list: [number, number, number][] }> = {
  ok: { wave: 'sine', volume: 0.3, list: [[880, 0, 0.08], [1320, 0.1, 0.12]] },
  tick: { wave: 'sine', volume: 0.25, list: [[1200, 0, 0.06]] },
  shutter: { wave: 'triangle', volume: 0.3, list: [[2000, 0, 0.03], [1500, 0.05, 0.03]] },
  stop: { wave: 'square', volume: 0.5, list: [[220, 0, 0.22], [180, 0.28, 0.22], [220, 0.56, 0.35]] },
};

/** play makes a sound; a window without sound stays silent. */
export function play(sound: Sound): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  const at = context;
  // A window may hold sound back until the first key; a scan is one.
  if (at.state === 'suspended') void at.resume();
  const { wave, volume, list } = notes[sound];
  for (const [hz, from, length] of list) {
    const tone = at.createOscillator();
    const gain = at.createGain();
    tone.type = wave;
    tone.frequency.value = hz;
    gain.gain.setValueAtTime(volume, at.currentTime + from);
    gain.gain.exponentialRampToValueAtTime(0.001, at.currentTime + from + length);
    tone.connect(gain).connect(at.destination);
    tone.start(at.currentTime + from);
    tone.stop(at.currentTime + from + length);
  }
}
