import { Button, Input } from 'antd';
import { useState } from 'react';
import { useReadNumbers } from './StandardPart';
import { api, useAct } from '@/bridge';
import type { AfterSaleDetail, PointVerdict } from '@/bridge';
import { ErrorState } from '@/design';
import { useLabel, useTranslation, wordOf } from '@/i18n';

/** ProofQuestion asks what only a person can see in a file; the answer is kept with name and time, and never counts as verified. */
export function ProofQuestion({ v, d, evidenceId, more }: { v: PointVerdict; d: AfterSaleDetail; evidenceId: string; more: number }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [value, setValue] = useState('');
  const say = useAct((a: { yes: boolean; value: string }) => api.standard.answer({ caseId: d.case.id, evidenceId, point: v.point, ...a }), ['after_sales']);
  const read = useReadNumbers(d.case.id);
  const media = (d.evidence ?? []).find((e) => e.item.id === evidenceId)?.item.mediaType ?? '';
  const canRead = ['number_legible', 'return_number_legible'].includes(v.point) && media.startsWith('image/') && v.why !== 'not_read';
  const typed = v.form !== 'tick';
  const hint = v.form === 'period' ? t('standard:periodHint') : v.form === 'place' ? t('standard:placeHint') : v.form === 'text' ? t('standard:textHint') : '';
  const send = () => {
    if (value.trim() !== '') say.mutate({ yes: true, value: value.trim() });
  };
  const question = wordOf(`standard:ask.${v.point}`, label('proofPoints', v.point));
  return (
    <div className="std-ask">
      <span className="std-q">{question}{v.why && <span className="ad-quiet"> {label('proofWhys', v.why)}</span>}{more > 1 && <span className="ad-quiet"> · {t('standard:openPoints', { n: more })}</span>}</span>
      <span className="ad-row">
        {canRead && <Button size="small" type="link" loading={read.isPending} onClick={() => read.mutate(undefined)}>{t('standard:look')}</Button>}
        {typed ? (
          <>
            <Input size="small" value={value} onChange={(e) => setValue(e.target.value)} onPressEnter={send} placeholder={hint} aria-label={question} inputMode={v.form === 'grams' ? 'numeric' : 'text'} suffix={v.form === 'grams' ? t('standard:gramsUnit') : undefined} />
            <Button size="small" type="primary" ghost loading={say.isPending} disabled={value.trim() === ''} onClick={send}>{t('standard:save')}</Button>
            <Button size="small" onClick={() => say.mutate({ yes: false, value: '' })}>{v.form === 'grams' ? t('standard:gramsNone') : t('standard:no')}</Button>
          </>
        ) : (
          <>
            <Button size="small" type="primary" ghost loading={say.isPending} onClick={() => say.mutate({ yes: true, value: '' })}>{t('standard:yes')}</Button>
            <Button size="small" onClick={() => say.mutate({ yes: false, value: '' })}>{t('standard:no')}</Button>
          </>
        )}
      </span>
      {(say.error ?? read.error) && <ErrorState error={say.error ?? read.error} />}
    </div>
  );
}
