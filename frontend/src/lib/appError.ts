/** AppError is the one error shape of the window: a code of the house and its facts. */
export class AppError extends Error {
  readonly code: string;
  readonly params: Record<string, string>;

  constructor(code: string, params: Record<string, string> = {}) {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }
}

/** asAppError gives any thrown value the one shape; what we do not know is internal. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const text = thrown instanceof Error ? thrown.message : typeof thrown === 'string' ? thrown : '';
  if (text.startsWith('{')) {
    try {
      const v = JSON.parse(text) as { code?: unknown; params?: unknown };
      if (typeof v.code === 'string' && v.code !== '') {
        return new AppError(v.code, (v.params ?? {}) as Record<string, string>);
      }
    } catch {
      // not our JSON: falls through to internal
    }
  }
  return new AppError('internal', text ? { detail: text.slice(0, 200) } : {});
}
