import { setClipboard } from '@/lib/clipboard';

/** onEvent listens to an event of Go; the result stops listening. */
export function onEvent(name: 'changed' | 'status' | 'ready', fn: (data: unknown) => void): () => void {
  return window.runtime?.EventsOn(name, (data) => fn(data)) ?? (() => undefined);
}

// Wails keeps one drop handler; the newest listener of ours gets the files, so
// that a case page may take what the window as a whole would otherwise take.
const drops: ((paths: string[], x: number, y: number) => void)[] = [];
let listeningOn: Window['runtime'];

/** onFilesDropped takes dropped files until the result is called. `last` stands behind all others, also when it listens again. */
export function onFilesDropped(fn: (paths: string[], x: number, y: number) => void, last = false): () => void {
  if (last) drops.unshift(fn);
  else drops.push(fn);
  if (window.runtime && window.runtime !== listeningOn) {
    listeningOn = window.runtime;
    window.runtime.OnFileDrop((x, y, paths) => drops.at(-1)?.(paths, x, y), false);
  }
  return () => {
    const i = drops.lastIndexOf(fn);
    if (i >= 0) drops.splice(i, 1);
  };
}

/** openURL shows a page in the person's own browser; only https leaves the window. */
export function openURL(url: string): void {
  if (!url.startsWith('https://')) return;
  window.runtime?.BrowserOpenURL(url);
}

/** wireClipboard lets the primitives copy through the system's own clipboard. */
export function wireClipboard(): void {
  if (window.runtime) setClipboard((text) => window.runtime?.ClipboardSetText(text) ?? Promise.reject(new Error('no clipboard')));
}

/** mediaURL is where <img> and <video> find evidence bytes. */
export function mediaURL(evidenceId: string): string {
  return `/media/${encodeURIComponent(evidenceId)}`;
}

/** thumbURL is a JPEG of at most 320 px. */
export function thumbURL(evidenceId: string): string {
  return `/media/thumb/${encodeURIComponent(evidenceId)}`;
}
