import { parcelChecks } from '@/lib/checks';
import { App, Button, Input, Popover, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useSettings, useShops } from '@/bridge';
import type { CheckInfo, FindingRow } from '@/bridge';
import { FirstPullState } from '@/bridge/FirstPullState';
import { ShopOf } from '@/bridge/ShopOf';
import { CopyId, Countdown, EmptyState, FilterChips, Instant, Money, StatusTag, VirtualTable, useLook } from '@/design';
import type { Column } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { useNow } from '@/lib/ticker';
import { spanText } from '@/lib/time';
import { useUrlState } from '@/lib/useUrlState';
import { atRisk } from './money';
import { useChecks, useFindingCounts, useFindings, useMoveFinding, useRunCheck } from './queries';
import s from './logistics.module.css';

const STATES = ['open', 'resolved', 'dismissed'];
const keyOf = (r: FindingRow) => r.finding.id;

/** ProblemList is one list of everything wrong with parcels: why, how long, what it may cost, what to do, who does it. */
export function ProblemList({ onOpen }: { onOpen: (parcelId: string) => void }) {
  const { t } = useTranslation('logistics');
  const label = useLabel();
  const say = useSay('logistics');
  const { message } = App.useApp();
  const { lang } = useLook();
  const zh = lang.startsWith('zh');
  const now = useNow();
  const url = useUrlState();
  const go = useNavigate();
  const state = url.get('state') || 'open';
  const only = url.list('check');
  const { settings } = useSettings();
  const shops = useShops();
  const checks = useChecks();
  const counts = useFindingCounts();
  const move = useMoveFinding();
  const known = useMemo(() => (checks.data ?? []).map((c) => c.id), [checks.data]);
  const pages = useFindings({ states: [state], checks: only, subject: 'parcel' });
  const sums = atRisk(pages.rows);

  const shift = async (row: FindingRow, to: string, undoTo: string, words: string) => {
    const { id, owner } = row.finding;
    await move.mutateAsync({ id, state: to, owner });
    const key = `finding-${id}`;
    void message.success({
      key,
      duration: 8,
      content: (
        <>
          {words}
          <Button
            type="link"
            size="small"
            onClick={() => {
              message.destroy(key);
              void move.mutateAsync({ id, state: undoTo, owner }).then(() => message.info(t('problem.restored')));
            }}
          >
            {t('problem.undo')}
          </Button>
        </>
      ),
    });
  };
  const dismiss = (row: FindingRow) => void shift(row, 'dismissed', 'open', t('problem.dismissed')).catch(() => undefined);

  const act = (row: FindingRow) => {
    const path = actPath(row);
    if (path) void go(path);
    else onOpen(row.finding.subjectId);
  };
  const take = (row: FindingRow) => {
    if (settings?.operator) void move.mutateAsync({ id: row.finding.id, state: row.finding.state, owner: settings.operator }).catch(() => undefined);
  };

  // The whole judgement on hover: stage, limit, what follows, how old the traces are, by which rule.
  const why = ({ finding }: FindingRow) => {
    const p = finding.params ?? {};
    return [
      say('checks', finding.check),
      p.stage && say('trace.stages', p.stage),
      p.limit_hours && t('trace.stage', { h: p.limit_hours }),
      p.refund_hours && t('trace.refund', { h: p.refund_hours }),
      p.trace_age_hours && t('trace.old', { h: p.trace_age_hours }),
      t('problem.rule', { rule: finding.ruleId || '—' }),
    ].filter(Boolean).join('\n');
  };

  const columns: Column<FindingRow>[] = [
    {
      id: 'reason', title: t('problem.reason'), width: zh ? 132 : 176, fixed: true, text: why,
      render: (r) => (
        <b className={s.reason}>{say('checks', r.finding.check)}</b>
      ),
    },
    {
      id: 'parcel', title: t('problem.parcel'), width: 208, fixed: true, text: (r) => `${r.waybill} ${r.carrierName}`,
      render: (r) => (
        <span className="ad-row">
          <CopyId id={r.waybill} />
          <span className="ad-quiet ad-clip">{r.carrierName}</span>
        </span>
      ),
    },
    { id: 'due', title: t('problem.due'), width: 132, render: (r) => <Countdown since={r.finding.since} due={r.finding.state === 'open' ? r.finding.dueAt : 0} /> },
    { id: 'risk', title: t('problem.risk'), width: zh ? 84 : 88, align: 'right', render: (r) => (r.finding.atRisk.currency ? <Money value={r.finding.atRisk} /> : <span className="ad-quiet">{t('problem.noFine')}</span>) },
    { id: 'next', title: t('problem.next'), width: zh ? 92 : 140, render: (r) => (r.finding.nextAct ? <Button size="small" onClick={() => act(r)}>{label('nextActs', r.finding.nextAct)}</Button> : <span className="ad-quiet">—</span>) },
    { id: 'age', title: t('problem.age'), width: zh ? 108 : 84, spare: 7, align: 'right', render: (r) => (r.finding.since ? spanText(now - r.finding.since, lang) : '—') },
    {
      id: 'last', title: t('problem.last'), width: 112, spare: 6, grow: 12, text: (r) => r.lastText || t('problem.noTrace'),
      render: (r) => (
        <span className="ad-row">
          <StatusTag kind="trackStates" value={r.parcelState} />
          <span className="ad-clip ad-quiet">{r.lastText || t('problem.noTrace')}</span>
        </span>
      ),
    },
    { id: 'order', title: t('parcels.order'), width: 176, hidden: true, render: (r) => <Link className="ad-mono" to={`/orders/${encodeURIComponent(r.finding.orderId)}`}>{r.orderRemoteId}</Link> },
    { id: 'shop', title: t('shop'), width: 96, spare: 2, hidden: shops.size < 2, render: (r) => <ShopOf id={r.finding.shopId} /> },
    { id: 'owner', title: t('problem.owner'), width: 76, spare: 5, render: (r) => <Owner key={r.finding.owner} row={r} onOwner={(owner) => void move.mutateAsync({ id: r.finding.id, state: r.finding.state, owner })} /> },
    {
      id: 'acts', title: '', width: zh ? 92 : 118, grow: 1, fixed: true, align: 'right',
      render: (r) =>
        r.finding.state === 'open' ? (
          <Button size="small" type="text" onClick={() => dismiss(r)}>{t('problem.dismiss')}</Button>
        ) : r.finding.state === 'dismissed' ? (
          <Button size="small" type="text" onClick={() => void shift(r, 'open', 'dismissed', t('problem.reopened'))}>{t('problem.reopen')}</Button>
        ) : null,
    },
  ];

  return (
    <>
      <div className={s.tools}>
        <FilterChips
          multiple
          label={t('problem.reason')}
          value={only}
          chips={known.filter((id) => (counts.data?.[id] ?? 0) > 0 || only.includes(id) || PARCEL.has(id)).filter((id) => PARCEL.has(id)).map((id) => ({ id, label: say('checks', id), count: counts.data?.[id] ?? 0 }))}
          onChange={(v) => url.set({ check: v })}
        />
        <span className={s.push} />
        {state === 'open' && pages.rows.length > 0 && (
          <span className="ad-quiet">
            {t('problem.total', { n: `${pages.rows.length}${pages.hasMore ? '+' : ''}` })}
            {sums.length === 0 ? '—' : sums.map((m) => <Money key={m.currency} value={m} strong />)}
          </span>
        )}
        <Select
          aria-label={t('state.label')}
          value={state}
          options={STATES.map((x) => ({ value: x, label: label('findingStates', x) }))}
          onChange={(v) => url.set({ state: v === 'open' ? undefined : v })}
          className={s.state}
        />
      </div>
      <VirtualTable
        name="problems" label={t('tabs.problems')} columns={columns} rows={pages.rows} rowKey={keyOf} onOpen={(r) => onOpen(r.finding.subjectId)} hasMore={pages.hasMore} loadMore={pages.loadMore}
        loading={pages.loading} loadingMore={pages.loadingMore} refreshing={pages.refreshing} error={pages.error} retry={pages.retry} foot={t('problem.keys')}
        keys={{ a: act, x: (r) => r.finding.state === 'open' && dismiss(r), o: take }}
        empty={<FirstPullState otherwise={<NoProblem checks={checks.data ?? []} filtered={only.length > 0 || state !== 'open'} />} />}
      />
    </>
  );
}

/** PARCEL are the checks that judge parcels; the backend's other checks have screens of their own. */
const PARCEL = new Set(parcelChecks);

// Where the next act of a finding is done; "" is the parcel's own way.
function actPath({ finding }: FindingRow): string {
  const caseId = finding.params?.after_sale_id ?? finding.params?.case ?? '';
  if (caseId && ['check_proof', 'answer_case', 'submit_evidence', 'confirm_receipt'].includes(finding.nextAct)) return `/after-sales/${encodeURIComponent(caseId)}`;
  return finding.nextAct === 'check_proof' || finding.nextAct === 'ship' ? `/orders/${encodeURIComponent(finding.orderId)}` : '';
}

function Owner({ row, onOwner }: { row: FindingRow; onOwner: (owner: string) => void }) {
  const { t } = useTranslation('logistics');
  const { settings } = useSettings();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState(row.finding.owner);
  const keep = (owner: string) => {
    setOpen(false);
    onOwner(owner.trim());
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      destroyOnHidden
      content={
        <div className="ad-row">
          <Input autoFocus size="small" value={name} maxLength={40} placeholder={t('problem.ownerPlaceholder')} aria-label={t('problem.owner')} onChange={(e) => setName(e.target.value)} onPressEnter={() => keep(name)} />
          {settings?.operator && <Button size="small" onClick={() => keep(settings.operator)}>{t('problem.mine')}</Button>}
          <Button size="small" type="primary" onClick={() => keep(name)}>{t('problem.assign')}</Button>
        </div>
      }
    >
      <button type="button" className={row.finding.owner ? 'ad-plain' : 'ad-plain ad-quiet'} aria-label={`${t('problem.owner')} ${row.finding.owner || t('problem.assign')}`}>
        {row.finding.owner || t('problem.assign')}
      </button>
    </Popover>
  );
}

/** NoProblem says when somebody last looked: silence without that is not good news. */
function NoProblem({ checks, filtered }: { checks: CheckInfo[]; filtered: boolean }) {
  const { t } = useTranslation('logistics');
  const run = useRunCheck();
  if (filtered) return <EmptyState title={t('empty.filtered')} />;
  const ours = checks.filter((c) => PARCEL.has(c.id));
  const ran = ours.flatMap((c) => (c.last && c.last.endedAt > 0 ? [c.last] : []));
  const runAll = async () => {
    for (const c of ours) await run.mutateAsync(c.id);
  };
  const button = (
    <Button loading={run.isPending} onClick={() => void runAll().catch(() => undefined)}>
      {t('empty.runNow')}
    </Button>
  );
  if (ran.length === 0) return <EmptyState title={t('empty.never')} text={t('empty.neverText')} action={button} />;
  const oldest = Math.min(...ran.map((r) => r.endedAt));
  const [before, after] = t('empty.checked', { at: '\u0000', n: Math.max(...ran.map((r) => r.examined)) }).split('\u0000');
  return (
    <EmptyState
      title={t('empty.ok')}
      text={
        <>
          {before}
          <Instant at={oldest} />
          {after}
        </>
      }
      action={button}
    />
  );
}
