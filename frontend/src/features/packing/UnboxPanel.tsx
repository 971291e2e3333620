import type { PackRecord } from '@/bridge';
import { useTranslation } from '@/i18n';

/** UnboxPanel counts a return: nothing is received before it is counted and photographed (EV-15). */
export function UnboxPanel({ record, onCount, onReceived }: { record: PackRecord; onCount: (good: number, bad: number, missing: number) => void; onReceived: () => void }) {
  const { t } = useTranslation('packing');
  const n = { good: record.good, bad: record.bad, missing: record.missing };
  const set = (which: keyof typeof n, by: number) => {
    const next = { ...n, [which]: Math.max(0, n[which] + by) };
    if (next.good + next.bad + next.missing > 0) onCount(next.good, next.bad, next.missing);
  };
  const ready = record.counted && record.photos.length > 0;
  return (
    <section className="bench-unbox" aria-label={t('back.title')}>
      {(['good', 'bad', 'missing'] as const).map((which) => (
        <div key={which} className="bench-counter" role="group" aria-label={t(`back.${which}`)}>
          <span>{t(`back.${which}`)}</span>
          <button type="button" aria-label={`${t('back.less')} ${t(`back.${which}`)}`} disabled={n[which] === 0} onClick={() => set(which, -1)}>−</button>
          <output className="ad-num">{record.counted ? n[which] : '—'}</output>
          <button type="button" aria-label={`${t('back.more')} ${t(`back.${which}`)}`} onClick={() => set(which, 1)}>+</button>
        </div>
      ))}
      <button type="button" className="bench-main" disabled={!ready} onClick={onReceived}>{t('back.received')}</button>
      {!ready && <p className="bench-small">{t('back.need')}</p>}
    </section>
  );
}
