import { useSyncExternalStore } from 'react';

// One shared ticker for the whole window. It wakes at the start of the next
// minute, or of the next second while somebody shows seconds; after sleep the
// page becomes visible again and everybody is told at once.
type Grain = 'minute' | 'second';
const listeners: Record<Grain, Set<() => void>> = { minute: new Set(), second: new Set() };
let clock = () => Date.now();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick() {
  timer = undefined;
  const now = clock();
  for (const f of listeners.second) f();
  if (now % 60_000 < 1000 || listeners.second.size === 0) for (const f of listeners.minute) f();
  arm();
}

function arm() {
  if (timer !== undefined || listeners.minute.size + listeners.second.size === 0) return;
  const step = listeners.second.size > 0 ? 1000 : 60_000;
  timer = setTimeout(tick, step - (clock() % step) + 5);
}

function disarm() {
  if (timer !== undefined) clearTimeout(timer);
  timer = undefined;
}

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    disarm();
    for (const f of listeners.second) f();
    for (const f of listeners.minute) f();
    arm();
  });
}

function subscribe(grain: Grain) {
  return (f: () => void) => {
    listeners[grain].add(f);
    disarm();
    arm();
    return () => {
      listeners[grain].delete(f);
      if (listeners.minute.size + listeners.second.size === 0) disarm();
    };
  };
}
const subscribeMinute = subscribe('minute');
const subscribeSecond = subscribe('second');
const minuteNow = () => Math.floor(clock() / 60_000);
const secondNow = () => Math.floor(clock() / 1000);

/** useNow returns the present moment, renewed once a minute or once a second. */
export function useNow(grain: Grain = 'minute'): number {
  const n = useSyncExternalStore(grain === 'second' ? subscribeSecond : subscribeMinute, grain === 'second' ? secondNow : minuteNow);
  return grain === 'second' ? n * 1000 : Math.max(n * 60_000, nowAt(n));
}

// Within one minute every caller sees the same moment, so that two rows never
// disagree; a moment earlier than the minute itself would show clocks late.
let seen = { minute: 0, at: 0 };
function nowAt(minute: number): number {
  if (seen.minute !== minute) seen = { minute, at: clock() };
  return seen.at;
}

/** now reads the ticker's clock. */
export function now(): number {
  return clock();
}

/** setClock replaces the clock; tests only. */
export function setClock(f: () => number): void {
  clock = f;
  seen = { minute: 0, at: 0 };
}
