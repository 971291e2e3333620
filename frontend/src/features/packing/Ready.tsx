import { useState } from 'react';
import { api, useApi, useBoot } from '@/bridge';
import { ErrorState } from '@/design';
import { useLabel, useTranslation } from '@/i18n';

/** Ready says what to do; in the demo it also hands out numbers, because nobody there has a label. */
export function Ready({ onScan }: { onScan: (code: string) => void }) {
  const { t } = useTranslation('packing');
  const demo = useBoot().data?.demo;
  const [trying, setTrying] = useState(false);
  return (
    <section className="bench-ready">
      <h2>{t('ready.title')}</h2>
      <p className="bench-mid">{t('ready.text')}</p>
      <p className="bench-small">{t('ready.other')}</p>
      {demo && !trying && <button type="button" onClick={() => setTrying(true)}>{t('ready.try')}</button>}
      {demo && trying && <Samples onScan={onScan} />}
    </section>
  );
}

function Samples({ onScan }: { onScan: (code: string) => void }) {
  const { t } = useTranslation('packing');
  const label = useLabel();
  const list = useApi('packing', ['samples'], api.packing.samples, { also: ['orders', 'parcels'] });
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return null;
  if (list.data.length === 0) return <p className="bench-small">{t('ready.none')}</p>;
  return (
    <>
      <p className="bench-small">{t('ready.trying')}</p>
      <ul className="bench-samples" aria-label={t('ready.trying')}>
        {list.data.map((s) => (
          <li key={s.code}>
            <button type="button" onClick={() => onScan(s.code)}>
              <span className="ad-mono bench-small">{s.code}</span>
              <span className="ad-clip bench-small">{s.title}</span>
              <span className="bench-small ad-quiet">{label('benchEffects', s.effect)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
