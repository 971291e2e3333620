const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** bytesText says a size with three significant digits at most: 812 B, 4.2 MB. */
export function bytesText(n: number): string {
  let v = Math.max(0, n);
  let i = 0;
  while (v >= 1000 && i < UNITS.length - 1) {
    v /= 1024;
    i++;
  }
  const digits = i === 0 || v >= 100 ? 0 : 1;
  return `${v.toFixed(digits)} ${UNITS[i] ?? 'B'}`;
}
