// Tells a barcode scanner from fingers. A scanner types a whole code with a few
// milliseconds between keys and ends with Enter; fingers do not. What belongs
// to a scan never stays in a text box: the box gets its old value back.
// What turns out to be fingers is handed on unchanged.

/** Gap below which two keys are one burst, in ms. */
export const burstGap = 35;
/** Shortest code that counts as a scan. */
export const minCode = 6;
const swallowFrom = 4;
const settle = 90;

interface Box {
  el: HTMLInputElement | HTMLTextAreaElement;
  value: string;
  start: number | null;
  end: number | null;
}

/** ScannerOptions: onScan gets a code; onKey gets a single key typed outside of text boxes. */
export interface ScannerOptions {
  onScan: (code: string) => void;
  onKey: (key: string, e: KeyboardEvent) => void;
  now?: () => number;
}

/** isEditable reports whether typing into el changes its text. */
export function isEditable(el: EventTarget | null): boolean {
  if (!(el instanceof HTMLElement)) return false;
  if (el instanceof HTMLTextAreaElement || el.isContentEditable) return true;
  return el instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range', 'file', 'reset'].includes(el.type);
}

function remember(el: EventTarget | null): Box | null {
  if (!(el instanceof HTMLInputElement || el instanceof HTMLTextAreaElement) || !isEditable(el)) return null;
  return { el, value: el.value, start: el.selectionStart, end: el.selectionEnd };
}

function setValue(el: Box['el'], value: string, caret: number | null) {
  const proto = el instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(proto, 'value')?.set?.call(el, value);
  if (caret !== null) {
    try {
      el.setSelectionRange(caret, caret);
    } catch {
      // an input type without a caret
    }
  }
  el.dispatchEvent(new Event('input', { bubbles: true }));
}

/** watchKeys listens on target in the capture phase until the result is called. */
export function watchKeys(target: Window, o: ScannerOptions): () => void {
  // The moment of the key, not of its handling: a busy page must not turn a scan into typing.
  const timeOf = (e: KeyboardEvent) => o.now?.() ?? e.timeStamp;
  let burst: KeyboardEvent[] = [];
  let box: Box | null = null;
  let handed = 0; // keys of the burst that were given back already
  // A burst that a timer ended. While the page is busy timers run before keys that were pressed long before them; a key
  // whose own stamp belongs to the burst takes it up again.
  let ended: { burst: KeyboardEvent[]; box: Box | null } | null = null;
  let last = -1e9;
  let swallowing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const clear = () => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
    burst = [];
    box = null;
    handed = 0;
    swallowing = false;
  };
  const giveBack = () => {
    const [keys, where, kept, from] = [burst, box, swallowing, handed];
    clear();
    ended = { burst: keys, box: where };
    if (where) {
      if (!kept) return;
      const text = keys.map((k) => k.key).join('');
      const [a, b] = [where.start ?? where.value.length, where.end ?? where.value.length];
      setValue(where.el, where.value.slice(0, a) + text + where.value.slice(b), a + text.length);
    } else for (const k of keys.slice(from)) o.onKey(k.key, k);
  };
  const wait = (ms: number) => {
    if (timer !== undefined) clearTimeout(timer);
    timer = setTimeout(giveBack, ms);
  };

  const onDown = (e: KeyboardEvent) => {
    if (e.isComposing || e.key === 'Process') return giveBack();
    if (e.key === 'Shift') return;
    const gap = timeOf(e) - last;
    if (ended && burst.length === 0 && gap <= (e.key === 'Enter' ? burstGap * 2 : burstGap) && (ended.box === null ? !isEditable(e.target) : ended.box.el === e.target)) {
      burst = ended.burst;
      box = ended.box;
      handed = burst.length;
    }
    ended = null;
    if (e.key === 'Enter' && burst.length >= minCode && gap <= burstGap * 2) {
      const code = burst.map((k) => k.key).join('');
      e.preventDefault();
      e.stopImmediatePropagation();
      if (box && box.el.value !== box.value) setValue(box.el, box.value, box.start);
      clear();
      o.onScan(code);
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || e.key.length !== 1) {
      giveBack();
      last = -1e9;
      return;
    }
    if (isEditable(e.target) && !remember(e.target)) return; // rich text: none of ours
    if (e.repeat && !remember(e.target)) {
      giveBack();
      o.onKey(e.key, e);
      return;
    }
    if (gap > burstGap || (box !== null && box.el !== e.target)) {
      giveBack();
      box = remember(e.target);
    }
    last = timeOf(e);
    burst.push(e);
    if (box === null) {
      wait(burst.length === 1 ? burstGap : settle);
      return;
    }
    if (burst.length >= swallowFrom) {
      if (!swallowing) {
        swallowing = true;
        setValue(box.el, box.value, box.start);
      }
      e.preventDefault();
    }
    wait(settle);
  };
  target.addEventListener('keydown', onDown, true);
  return () => {
    clear();
    target.removeEventListener('keydown', onDown, true);
  };
}
