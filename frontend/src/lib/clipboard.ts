// The native clipboard is handed in by the bridge; a browser's own is the fallback.
let write: ((text: string) => Promise<unknown>) | undefined;

/** setClipboard names the writer to use. */
export function setClipboard(f: (text: string) => Promise<unknown>): void {
  write = f;
}

/** copyText puts text on the clipboard; false when the system refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (write) await write(text);
    else await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
