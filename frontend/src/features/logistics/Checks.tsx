import { Button, Skeleton, Tag } from 'antd';
import { App } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CheckInfo, CheckReceipt } from '@/bridge';
import { EmptyState, ErrorState, Instant, useLook } from '@/design';
import { useTranslation } from '@/i18n';
import { cronText } from '@/i18n/cron';
import { useSay } from '@/i18n/words';
import { spanText } from '@/lib/time';
import { useChecks, useReceipts, useRunCheck } from './queries';
import s from './logistics.module.css';

/** Checks is the schedule: what is asked, when, what came of it, and the receipts that prove it ran. */
export function Checks() {
  const { t } = useTranslation('logistics');
  const checks = useChecks();
  const [open, setOpen] = useState('');
  if (checks.error) return <ErrorState error={checks.error} retry={() => void checks.refetch()} />;
  if (checks.isPending) return <Skeleton active />;
  if (checks.data.length === 0) return <EmptyState title={t('check.empty')} />;
  return (
    <div className={s.checks}>
      <p className="ad-quiet">
        {t('check.note')} <Link to="/settings?section=schedules">{t('check.edit')}</Link>
      </p>
      <table className={s.table}>
        <thead>
          <tr>
            <th>{t('check.name')}</th>
            <th>{t('check.spec')}</th>
            <th>{t('check.last')}</th>
            <th>{t('check.result')}</th>
            <th>{t('check.next')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {checks.data.map((c) => (
            <CheckRow key={c.id} check={c} open={open === c.id} onOpen={() => setOpen(open === c.id ? '' : c.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CheckRow({ check, open, onOpen }: { check: CheckInfo; open: boolean; onOpen: () => void }) {
  const { t } = useTranslation('logistics');
  const say = useSay('logistics');
  const { message } = App.useApp();
  const run = useRunCheck();
  const last = check.last;
  const runNow = () =>
    void run.mutateAsync(check.id).then(
      (r) => message.success(t('check.ran', { examined: r.examined, found: r.found })),
      () => undefined,
    );
  return (
    <>
      <tr>
        <td>
          <b>{say('checks', check.id)}</b>
          <div className="ad-quiet ad-small">{say('asks', check.id, { other: '' })}</div>
        </td>
        <td>{check.enabled ? <span title={check.spec}>{cronText(check.spec)}</span> : <span className="ad-quiet">{t('check.off')}</span>}</td>
        <td>{last ? <Instant at={last.endedAt || last.startedAt} /> : <span className="ad-quiet">{t('check.never')}</span>}</td>
        <td className="ad-num">{last && (last.code ? <ReceiptCode receipt={last} /> : t('check.receipt', { examined: last.examined, found: last.found, fresh: last.fresh, resolved: last.resolved }))}</td>
        <td>{check.enabled ? <Instant at={check.nextAt} /> : '—'}</td>
        <td className={s.checkActs}>
          <Button size="small" type="text" aria-expanded={open} onClick={onOpen}>{t('check.receipts')}</Button>
          <Button size="small" loading={run.isPending || check.running} onClick={runNow}>{run.isPending || check.running ? t('check.running') : t('check.run')}</Button>
        </td>
      </tr>
      {run.error && (
        <tr>
          <td colSpan={6}><ErrorState error={run.error} retry={runNow} /></td>
        </tr>
      )}
      {open && (
        <tr className={s.receiptRow}>
          <td colSpan={6}><Receipts check={check.id} /></td>
        </tr>
      )}
    </>
  );
}

function ReceiptCode({ receipt }: { receipt: CheckReceipt }) {
  const { t } = useTranslation('enums');
  return <Tag>{(t as unknown as (k: string) => string)(`codes.${receipt.code}`)}</Tag>;
}

function Receipts({ check }: { check: string }) {
  const { t } = useTranslation('logistics');
  const say = useSay('logistics');
  const { lang } = useLook();
  const receipts = useReceipts(check);
  if (receipts.error) return <ErrorState error={receipts.error} retry={() => void receipts.refetch()} />;
  if (!receipts.data) return <Skeleton active />;
  if (receipts.data.length === 0) return <p className="ad-quiet">{t('check.never')}</p>;
  return (
    <table className={s.table} aria-label={t('check.receiptsOf', { name: say('checks', check) })}>
      <thead>
        <tr>
          <th>{t('check.dueAt')}</th>
          <th>{t('check.started')}</th>
          <th className={s.right}>{t('check.took')}</th>
          <th className={s.right}>{t('check.examined')}</th>
          <th className={s.right}>{t('check.found')}</th>
          <th className={s.right}>{t('check.fresh')}</th>
          <th className={s.right}>{t('check.resolved')}</th>
          <th>{t('check.result')}</th>
        </tr>
      </thead>
      <tbody>
        {receipts.data.map((r) => (
          <tr key={r.id}>
            <td><Instant at={r.dueAt} /></td>
            <td><Instant at={r.startedAt} /></td>
            <td className={s.right}>{r.endedAt > 0 ? tookText(r.endedAt - r.startedAt, lang) : '—'}</td>
            <td className={s.right}>{r.examined}</td>
            <td className={s.right}>{r.found}</td>
            <td className={s.right}>{r.fresh}</td>
            <td className={s.right}>{r.resolved}</td>
            <td>
              {r.code ? <ReceiptCode receipt={r} /> : t('check.ended')}
              {r.missed > 0 && <span className="ad-quiet"> · {t('check.missedHow', { n: r.missed })}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** tookText says milliseconds below ten seconds, then words. */
export function tookText(ms: number, lang: string): string {
  return ms < 10_000 ? `${Math.max(0, ms)} ms` : spanText(ms, lang, true);
}
