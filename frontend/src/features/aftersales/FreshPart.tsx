import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { api, useAct, useApi } from '@/bridge';
import type { AfterSaleDetail } from '@/bridge';
import { ErrorState, Instant, Money } from '@/design';
import { operatorText, useLabel, useTranslation, zh } from '@/i18n';

/** FreshPart judges a claim about fresh goods: until when the buyer could show it, and what the ladder pays; what was agreed on the order goes before the rule. */
export function FreshPart({ d }: { d: AfterSaleDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [claim, setClaim] = useState('rot');
  const [bad, setBad] = useState<number | null>(null);
  const [pieces, setPieces] = useState<number | null>(null);
  const [ripen, setRipen] = useState<number | null>(null);
  const [photo, setPhoto] = useState('');
  const [own, setOwn] = useState(false);
  const query = { caseId: d.case.id, claim, signedAt: 0, photoAt: photo ? new Date(photo).getTime() : 0, ripenDays: ripen ?? 0, bad: bad ?? 0, pieces: pieces ?? 0 };
  const q = useApi('after_sales', ['fresh', query], () => api.standard.judgeFresh(query), { also: ['orders', 'parcels'] });
  const r = q.data;
  return (
    <section className="ad-col fresh ad-small" aria-label={t('standard:fresh.title')}>
      <div className="ad-row ad-wrap">
        <Select size="small" value={claim} onChange={setClaim} aria-label={t('standard:fresh.claim')} style={{ width: 128 }} options={Object.keys(zh.enums.freshClaims).map((value) => ({ value, label: label('freshClaims', value) }))} />
        <InputNumber size="small" min={0} precision={0} value={bad} onChange={setBad} aria-label={t('standard:fresh.bad')} placeholder={t('standard:fresh.bad')} style={{ width: 72 }} />
        <span className="ad-quiet">/</span>
        <InputNumber size="small" min={0} precision={0} value={pieces} onChange={setPieces} aria-label={t('standard:fresh.pieces')} placeholder={t('standard:fresh.pieces')} style={{ width: 72 }} />
        {claim === 'unripe' && <InputNumber size="small" min={0} max={60} precision={0} value={ripen} onChange={setRipen} aria-label={t('standard:fresh.ripen')} placeholder={t('standard:fresh.ripen')} style={{ width: 104 }} />}
      </div>
      <label className="ad-row">{t('standard:fresh.photo')} <input type="datetime-local" className="std-when" value={photo} onChange={(e) => setPhoto(e.target.value)} aria-label={t('standard:fresh.photo')} /></label>
      {q.error && <ErrorState error={q.error} />}
      {r && (
        <div role="status">
          {r.until > 0 ? (
            <>
              <strong>{r.inTime ? t('standard:fresh.inTime') : t('standard:fresh.late')}</strong> <span className="ad-quiet">{t('standard:fresh.until')} <Instant at={r.until} absolute /></span>
              {r.pays.currency !== '' && <div>{t('standard:fresh.pays')} <Money value={r.pays} strong /></div>}
            </>
          ) : (
            <span className="ad-quiet">{r.signedAt > 0 ? t('standard:fresh.unknown') : t('standard:fresh.unsigned')}</span>
          )}
          <div className="ad-quiet" title={r.source}>{r.agreement.orderId ? t('standard:fresh.agreed', { by: operatorText(r.agreement.by), words: r.agreement.words }) : r.ruleId && t('standard:since', { day: r.since })}</div>
        </div>
      )}
      {own ? <Agree orderId={d.case.orderId} had={r?.agreement.orderId !== undefined && r.agreement.orderId !== ''} onDone={() => setOwn(false)} /> : <button type="button" className="ad-plain ad-linkish std-more" onClick={() => setOwn(true)}>{t('standard:fresh.agree')}</button>}
    </section>
  );
}

function Agree({ orderId, had, onDone }: { orderId: string; had: boolean; onDone: () => void }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState<number | null>(null);
  const [percent, setPercent] = useState<number | null>(null);
  const [words, setWords] = useState('');
  const keep = useAct((a: { hours: number; points: number; words: string }) => api.standard.agree({ orderId, ...a }), ['orders', 'after_sales']);
  return (
    <div className="ad-col">
      <div className="ad-row ad-wrap">
        <InputNumber size="small" min={0} precision={0} value={hours} onChange={setHours} aria-label={t('standard:fresh.hours')} placeholder={t('standard:fresh.hours')} style={{ width: 120 }} />
        <InputNumber size="small" min={0} max={100} precision={0} value={percent} onChange={setPercent} aria-label={t('standard:fresh.percent')} placeholder={t('standard:fresh.percent')} style={{ width: 104 }} suffix="%" />
      </div>
      <Input size="small" value={words} maxLength={200} onChange={(e) => setWords(e.target.value)} aria-label={t('standard:fresh.words')} placeholder={t('standard:fresh.words')} />
      <div className="ad-row">
        {had && <Button size="small" onClick={() => keep.mutate({ hours: 0, points: 0, words: '' }, { onSuccess: onDone })}>{t('standard:outcome.clear')}</Button>}
        <span className="ad-grow" />
        <Button size="small" onClick={onDone}>{t('common.cancel')}</Button>
        <Button size="small" type="primary" loading={keep.isPending} disabled={!hours && !percent} onClick={() => keep.mutate({ hours: hours ?? 0, points: (percent ?? 0) * 100, words }, { onSuccess: onDone })}>{t('standard:save')}</Button>
      </div>
      {keep.error && <ErrorState error={keep.error} />}
    </div>
  );
}
