import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { isEditable, watchKeys } from './scanner';

// Shortcuts lie in layers. The newest layer that knows a key gets it; a modal
// layer (a dialog, the palette) hides all layers below. Single keys do nothing
// while somebody types. "g x" is a sequence: g, then x within a second.

/** Bindings maps a key ("j", "Enter", "g t", "mod+k", "?") to what it does. Returning false passes it on. */
export type Bindings = Record<string, (e: KeyboardEvent) => unknown>;

interface Layer {
  bindings: () => Bindings;
  modal: boolean;
}

const layers: Layer[] = [];
let lead = '';
let leadTimer: ReturnType<typeof setTimeout> | undefined;

// What a key did is on the screen before the next key is read: in "j Enter", typed faster than a frame, Enter must open
// the row that j went to.
function atOnce(fn: () => unknown): unknown {
  let result: unknown;
  flushSync(() => {
    result = fn();
  });
  return result;
}

function run(key: string, e: KeyboardEvent): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i];
    if (!layer) continue;
    const fn = layer.bindings()[key];
    if (fn && atOnce(() => fn(e)) !== false) return true;
    if (layer.modal) return false;
  }
  return false;
}

function hasSequence(first: string): boolean {
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i];
    if (!layer) continue;
    if (Object.keys(layer.bindings()).some((k) => k.startsWith(first + ' '))) return true;
    if (layer.modal) return false;
  }
  return false;
}

/** press runs the shortcut of a key, as if somebody had typed it outside of a text box. */
export function press(key: string, e: KeyboardEvent = new KeyboardEvent('keydown', { key })): boolean {
  if (lead) {
    const seq = `${lead} ${key.toLowerCase()}`;
    lead = '';
    if (leadTimer) clearTimeout(leadTimer);
    if (run(seq, e)) return true;
  }
  if (hasSequence(key)) {
    lead = key;
    leadTimer = setTimeout(() => (lead = ''), 1000);
    return true;
  }
  return run(key, e);
}

const scanners: ((code: string) => void)[] = [];

/** onScan gets scanned codes until the result is called; the newest handler wins. */
export function onScan(fn: (code: string) => void): () => void {
  scanners.push(fn);
  return () => {
    const i = scanners.lastIndexOf(fn);
    if (i >= 0) scanners.splice(i, 1);
  };
}

// Keys that a focused control uses by itself.
function ownKey(e: KeyboardEvent): boolean {
  const el = e.target;
  if (!(el instanceof HTMLElement)) return false;
  if (e.key !== 'Enter' && e.key !== ' ') return false;
  return el.closest('button, a[href], summary, [role="menuitem"], [role="option"], [role="tab"], [role="switch"], [role="checkbox"], .ant-select') !== null;
}

/** startHotkeys listens on the window until the result is called. One listener per window. */
export function startHotkeys(): () => void {
  const stop = watchKeys(window, {
    onScan: (code) => scanners.at(-1)?.(code),
    onKey: (key, e) => press(key, e),
  });
  const onDown = (e: KeyboardEvent) => {
    if (e.defaultPrevented || e.isComposing) return;
    const mod = e.ctrlKey || e.metaKey;
    if (mod) {
      if (run(`mod+${e.key.toLowerCase()}`, e)) e.preventDefault();
      return;
    }
    if (e.key.length === 1 && e.key !== ' ') {
      if (e.key === '/' && !isEditable(e.target)) e.preventDefault(); // Firefox-like quick find
      return; // single keys come through watchKeys
    }
    if (e.altKey) return;
    if (isEditable(e.target) && e.key !== 'Escape') return;
    if (ownKey(e)) return;
    if (run(e.key, e)) e.preventDefault();
  };
  window.addEventListener('keydown', onDown);
  return () => {
    stop();
    window.removeEventListener('keydown', onDown);
  };
}

/** useHotkeys binds keys while the component is shown. A modal layer hides those below. */
export function useHotkeys(bindings: Bindings, o: { enabled?: boolean; modal?: boolean } = {}): void {
  const ref = useRef(bindings);
  useEffect(() => {
    ref.current = bindings;
  });
  const { enabled = true, modal = false } = o;
  useEffect(() => {
    if (!enabled) return undefined;
    const layer: Layer = { bindings: () => ref.current, modal };
    layers.push(layer);
    return () => {
      const i = layers.indexOf(layer);
      if (i >= 0) layers.splice(i, 1);
    };
  }, [enabled, modal]);
}

/** useScan takes scanned codes while the component is shown. */
export function useScan(fn: (code: string) => void, enabled = true): void {
  const ref = useRef(fn);
  useEffect(() => {
    ref.current = fn;
  });
  useEffect(() => (enabled ? onScan((c) => ref.current(c)) : undefined), [enabled]);
}
