import type { OrderDetail } from '@/bridge';
import { useLook } from '@/design';
import { useTranslation } from '@/i18n';
import { useNow } from '@/lib/ticker';
import { absoluteText, relativeText, spanText } from '@/lib/time';

interface Stop {
  key: 'created' | 'paid' | 'shipped' | 'picked' | 'delivery' | 'signed' | 'case' | 'closed' | 'review' | 'finished';
  at: number;
  done: boolean;
}

/** stopsOf are the moments of an order in their order of time; what has not happened comes last, in the usual order. */
export function stopsOf(d: OrderDetail): Stop[] {
  const o = d.order;
  const out = (d.parcels ?? []).map((p) => p.parcel).filter((p) => p.direction === 'out');
  const first = (pick: (p: (typeof out)[number]) => number) => Math.min(...out.map(pick).filter((v) => v > 0), Infinity);
  const cases = d.afterSales ?? [];
  const finite = (v: number) => (Number.isFinite(v) ? v : 0);
  const all: [Stop['key'], number][] = [
    ['created', o.createdAt], ['paid', o.paidAt], ['shipped', o.shippedAt || finite(first((p) => p.uploadedAt))], ['picked', finite(first((p) => p.pickedAt))], ['delivery', finite(first((p) => p.deliveryAt))],
    ['signed', finite(first((p) => p.signedAt))], ['case', finite(Math.min(...cases.map((c) => c.appliedAt).filter((v) => v > 0), Infinity))],
    ['review', finite(Math.min(...(d.reviews ?? []).map((r) => r.createdAt).filter((v) => v > 0), Infinity))], ['finished', o.finishedAt],
  ];
  const happened = all.filter(([, at]) => at > 0).sort((a, b) => a[1] - b[1]).map(([key, at]) => ({ key, at, done: true }));
  const usual: Stop['key'][] = o.status === 'cancelled' ? [] : ['paid', 'shipped', 'picked', 'signed'];
  const missing = usual.filter((k) => !happened.some((h) => h.key === k)).map((key) => ({ key, at: 0, done: false }));
  return [...happened, ...missing];
}

/** LifeLine is the whole life of an order on one line, with the time between its stops. */
export function LifeLine({ d }: { d: OrderDetail }) {
  const { t } = useTranslation();
  const { lang, zone } = useLook();
  const now = useNow();
  const stops = stopsOf(d);
  return (
    <ol className="life" aria-label={t('orders:detail.life')}>
      {stops.map((s, i) => {
        const before = stops[i - 1];
        return (
          <li key={s.key} data-done={s.done} data-kind={s.key}>
            {before && s.done && before.done && <span className="life-gap ad-num">{spanText(s.at - before.at, lang)}</span>}
            <span className="life-dot" aria-hidden />
            <span className="life-name">{t(`orders:life.${s.key}`)}</span>
            <span className="life-at ad-num" title={s.at ? absoluteText(s.at, lang, zone) : undefined}>{s.at ? relativeText(s.at, now, lang, zone) : '—'}</span>
          </li>
        );
      })}
    </ol>
  );
}
