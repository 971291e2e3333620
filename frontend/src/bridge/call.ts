import { AppError, asAppError } from '@/lib/appError';

type Bound = Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>;

declare global {
  interface Window {
    go?: { app: Bound };
    runtime?: {
      EventsOn(name: string, fn: (...data: unknown[]) => void): () => void;
      OnFileDrop(fn: (x: number, y: number, paths: string[]) => void, useDropTarget: boolean): void;
      OnFileDropOff(): void;
      BrowserOpenURL(url: string): void;
      ClipboardSetText(text: string): Promise<boolean>;
    };
  }
}

/** call is the only way to Go: area and method name a bound struct's method. */
export async function call<T>(area: string, method: string, ...args: unknown[]): Promise<T> {
  const fn = window.go?.app[area]?.[method];
  if (!fn) throw new AppError('unavailable', { reason: 'starting', call: `${area}.${method}` });
  try {
    return (await fn(...args)) as T;
  } catch (thrown) {
    throw asAppError(thrown);
  }
}
