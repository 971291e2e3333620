import { reasonsFor } from './reasons';
import type { PackRecord, PackStop } from '@/bridge';
import { useLook } from '@/design';
import { operatorText, useLabel, useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { useHotkeys } from '@/lib/hotkeys';
import { absoluteText } from '@/lib/time';

/** useSentence gives the one sentence of a stop. */
function useSentence(): (s: PackStop, code: string) => string {
  const { lang, zone } = useLook();
  const say = useSay('packing');
  return (s, code) => {
    const p = s.params ?? {};
    const params = { goods: p.goods ?? '', n: p.n ?? '', code: p.code || code, by: operatorText(p.by ?? ''), at: p.at ? absoluteText(Number(p.at), lang, zone) : '' };
    const part = p.goods ? say('stop', `${s.kind}_part`, { params, other: ' ' }).trim() : '';
    return part || say('stop', s.kind, { params });
  };
}

/**
 * StopPanel is the red stop: what, why, and the reasons for which one may go on. F1, F2 … choose: on a busy page the
 * characters of a scan may reach shortcuts, and no number on a label may pass a stop.
 */
export function StopPanel({ stop, record, code, more, onReason, onAside }: {
  stop: PackStop; record: PackRecord | undefined; code: string; more: number; onReason: (reason: string) => void; onAside: () => void;
}) {
  const { t } = useTranslation('packing');
  const label = useLabel();
  const sentence = useSentence();
  const reasons = record ? reasonsFor(stop) : [];
  useHotkeys({ ...Object.fromEntries(reasons.map((r, i) => [`F${i + 1}`, () => onReason(r)])), ...(record ? {} : { F1: onAside }) });
  return (
    <section className="bench-stop" role="alert" aria-label={t('stop.title')}>
      <p className="bench-stop-kind">{label('packStopKinds', stop.kind)}{more > 0 && <span className="bench-stop-more"> +{more}</span>}</p>
      <p className="bench-stop-why">{sentence(stop, record?.waybill || code)}</p>
      {reasons.length > 0 && <p className="bench-small">{t('stop.reasons')}</p>}
      {record && reasons.length === 0 && <p className="bench-small">{t('stop.next')}</p>}
      <div className="bench-keys">
        {reasons.map((r, i) => (
          <button key={r} type="button" onClick={() => onReason(r)}><kbd>F{i + 1}</kbd>{label('packReasons', r)}</button>
        ))}
        {!record && <button type="button" onClick={onAside}><kbd>F1</kbd>{t('stop.dismiss')}</button>}
      </div>
    </section>
  );
}
