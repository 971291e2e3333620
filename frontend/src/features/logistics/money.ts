import type { FindingRow, Money } from '@/bridge';

/** atRisk adds up the fines of rows, one amount per currency; what has no fine adds nothing. */
export function atRisk(rows: FindingRow[]): Money[] {
  const sums = new Map<string, number>();
  for (const { finding } of rows) {
    const { currency, minor } = finding.atRisk;
    if (currency) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  }
  return [...sums].map(([currency, minor]) => ({ currency, minor }));
}
