import { numberFormat } from './formats';

/** MoneyValue is an amount in minor units; an empty currency means not known. */
export interface MoneyValue {
  minor: number;
  currency: string;
}

// ISO 4217 currencies whose minor unit is not 1/100.
const exponents: Record<string, number> = {
  JPY: 0, KRW: 0, VND: 0, CLP: 0, ISK: 0, XAF: 0, XOF: 0, BHD: 3, KWD: 3, OMR: 3, JOD: 3, TND: 3,
};

/** moneyText formats an amount; unknown is "—", never 0. */
export function moneyText(m: MoneyValue | null | undefined, lang: string): string {
  if (!m || !m.currency) return '—';
  const digits = exponents[m.currency] ?? 2;
  const value = m.minor / 10 ** digits;
  try {
    return numberFormat(m.currency, lang, {
      style: 'currency', currency: m.currency, currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: digits, maximumFractionDigits: digits,
    }).format(value);
  } catch {
    return `${m.currency} ${value.toFixed(digits)}`;
  }
}
