import { CheckCircleFilled, ExclamationCircleFilled, MinusCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import { useState } from 'react';
import { FreshPart } from './FreshPart';
import { ProofQuestion } from './ProofQuestion';
import { ScenarioChoice } from './ScenarioChoice';
import { api, useAct, useApi } from '@/bridge';
import type { AfterSaleDetail, Checklist, ChecklistItem, PointVerdict, ProofPart } from '@/bridge';
import { Countdown, ErrorState, useLook } from '@/design';
import { operatorText, useLabel, useTranslation } from '@/i18n';
import { bytesText } from '@/lib/bytes';
import { copyText } from '@/lib/clipboard';
import { absoluteText } from '@/lib/time';

/** useChecklist is what the written standard asks for in a case, in step with its files and answers. */
export const useChecklist = (caseId: string) => useApi('after_sales', ['checklist', caseId], () => api.standard.checklist(caseId), { also: ['evidence', 'packs', 'orders', 'parcels', 'settings'], keep: false });

const icons = {
  there: <CheckCircleFilled />, open: <QuestionCircleOutlined />, weak: <ExclamationCircleFilled />, missing: <MinusCircleOutlined />,
} as const;

/** StandardPart shows, demand by demand, what is there, what is missing and what is wrong with it, each with the one button that mends it. */
export function StandardPart({ d, onAttach }: { d: AfterSaleDetail; onAttach: (kind: string) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const list = useChecklist(d.case.id);
  const [all, setAll] = useState(false);
  const c = list.data;
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  if (!c) return null;
  if (!c.ruleId) return <p className="ad-quiet ad-small">{t('standard:none')}</p>;
  const items = c.items ?? [];
  const help = items.filter((i) => i.level === 'help' && i.state === 'missing');
  const shown = all ? items : items.filter((i) => !help.includes(i));
  return (
    <div className="ad-col std">
      <div className="std-head">
        <div className="ad-row">
          <span className="ad-strong ad-clip ad-grow" title={c.source}>{label('scenarios', c.scenario)}</span>
          <ScenarioChoice key={`${c.scenario} ${c.chosenAt}`} c={c} />
        </div>
        <div className="ad-small ad-quiet">
          {c.chosenBy ? t('standard:chosen', { by: operatorText(c.chosenBy) }) : t('standard:auto')} · <span title={c.source}>{c.confidence === 'memory' ? t('standard:memory') : t('standard:since', { day: c.effectiveFrom })}</span>
          {c.dueAt > 0 && <> · {c.appeal ? t('standard:appealDue') : t('standard:due')} <Countdown since={c.appeal ? c.noticeAt : d.case.stepSince} due={c.dueAt} /></>}
        </div>
        <div className="ad-small ad-quiet"><Limits c={c} /></div>
      </div>
      <p className={c.ready ? 'ad-small ad-dim' : 'ad-small ad-strong'} role="status">{c.ready ? t('standard:ready') : t('standard:sum', { missing: c.missing, weak: c.weak, open: c.open })}</p>
      <ul className="std-list" aria-label={t('aftersales:evidence.checklist')}>
        {shown.map((item) => <Demand key={item.key} item={item} d={d} onAttach={onAttach} />)}
      </ul>
      {c.scenario === 'fresh_goods' && <FreshPart d={d} />}
      {help.length > 0 && <button type="button" className="ad-plain ad-linkish ad-small std-more" onClick={() => setAll(!all)}>{all ? t('standard:less') : t('standard:more', { n: help.length })}</button>}
    </div>
  );
}

function Limits({ c }: { c: Checklist }) {
  const { t } = useTranslation();
  const label = useLabel();
  const parts = [
    label('submitDoors', c.door), c.proofs.max > 0 ? t('standard:limits', { n: c.proofs.max }) : '', c.proofs.maxBytes > 0 ? t('standard:limitSize', { size: bytesText(c.proofs.maxBytes) }) : '',
    c.maxText > 0 ? t('standard:limitText', { n: c.maxText }) : '', c.maxTextBytes > 0 ? t('standard:limitBytes', { n: c.maxTextBytes }) : '',
  ];
  return <>{parts.filter(Boolean).join(' · ')}</>;
}

function Demand({ item, d, onAttach }: { item: ChecklistItem; d: AfterSaleDetail; onAttach: (kind: string) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [open, setOpen] = useState(false);
  const options = item.options ?? [];
  const best = options[item.best]?.parts ?? [];
  // What is tried is the way that is nearest; without any file every way is named.
  const ways = item.state === 'missing' && !best.some((p) => p.evidenceId) ? options : options.slice(item.best, item.best + 1);
  const nameOf = (list: typeof options) => list.map((o) => (o.parts ?? []).map((p) => label('proofKinds', p.proof)).join(` ${t('standard:and')} `)).join(` ${t('standard:or')} `);
  const name = nameOf(ways);
  const state = item.state as keyof typeof icons;
  // One exhibit that is wholly missing fits on one line; anything else is said below its name.
  const alone = best.length === 1 && best[0]?.state === 'missing' && best[0].kinds?.[0] !== 'courier_letter' ? best[0] : undefined;
  return (
    <li data-state={state} data-level={item.level}>
      <div className="ad-row std-row">
        <span className="std-icon" role="img" aria-label={label('proofStates', state)}>{icons[state]}</span>
        <button type="button" className="ad-plain std-name" aria-expanded={open} onClick={() => setOpen(!open)}>{name}</button>
        <span className="ad-small ad-quiet">{item.level === 'must' ? '' : label('standardLevels', item.level)}</span>
        {alone && <Button size="small" onClick={() => onAttach(alone.kinds[0] ?? '')}>{t('standard:attach')}</Button>}
      </div>
      {alone && open && <div className="std-fix ad-small ad-quiet">{t('standard:willAsk', { points: (alone.points ?? []).map((v) => label('proofPoints', v.point)).join(' / ') })}</div>}
      {!alone && best.map((p) => <Part key={p.proof} p={p} d={d} all={open} named={best.length > 1} onAttach={onAttach} />)}
      {open && ways.length < options.length && <div className="std-fix ad-small ad-quiet">{t('standard:others', { list: nameOf(options.filter((o) => !ways.includes(o))) })}</div>}
    </li>
  );
}

const bad = (v: PointVerdict) => v.state === 'failed' || v.state === 'doubt';

function Part({ p, d, all, named, onAttach }: { p: ProofPart; d: AfterSaleDetail; all: boolean; named: boolean; onAttach: (kind: string) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const { message } = App.useApp();
  const points = p.points ?? [];
  const kind = p.kinds?.[0] ?? '';
  const asked = points.filter((v) => v.state === 'open' && v.form !== '');
  const wrong = points.filter(bad);
  const copy = async () => {
    const waybill = (d.parcels ?? []).find((x) => x.parcel.direction === 'out')?.parcel.waybill ?? '—';
    const text = t('standard:letter', { waybill, points: points.map((v) => label('proofPoints', v.point)).join('、') });
    if (await copyText(text)) void message.success(t('standard:copied'));
  };
  if (p.state === 'missing') {
    return (
      <div className="ad-row std-fix ad-small">
        <span className="ad-quiet ad-grow">{named ? `${label('proofKinds', p.proof)}：` : ''}{all ? t('standard:willAsk', { points: points.map((v) => label('proofPoints', v.point)).join(' / ') }) : ''}</span>
        {kind === 'courier_letter' && <button type="button" className="ad-plain ad-linkish" onClick={() => void copy()}>{t('standard:askCarrier')}</button>}
        <Button size="small" onClick={() => onAttach(kind)}>{t('standard:attach')}</Button>
      </div>
    );
  }
  const rest = all ? points.filter((v) => !wrong.includes(v) && v !== asked[0]) : [];
  return (
    <div className="std-fix ad-small">
      {named && <span className="ad-dim">{label('proofKinds', p.proof)}</span>}
      {wrong.map((v) => <Wrong key={v.point} v={v} />)}
      {asked[0] && <ProofQuestion key={asked[0].point} v={asked[0]} d={d} evidenceId={p.evidenceId} more={asked.length} />}
      {rest.map((v) => (
        <div key={v.point} className="ad-row std-point" data-state={v.state}>
          <span className="ad-grow">{label('proofPoints', v.point)}{v.value && ` · ${v.value}`}</span>
          <span className="ad-quiet">{v.state === 'said' && v.by ? t('standard:saidBy', { by: operatorText(v.by) }) : label('pointStates', v.state)}</span>
        </div>
      ))}
      {all && <span className="ad-quiet ad-clip">{p.name}{p.files > 1 && ` · ${t('standard:files', { n: p.files })}`}</span>}
      {p.state === 'weak' && <div className="ad-row"><span className="ad-grow" /><Button size="small" onClick={() => onAttach(kind)}>{t('standard:attach')}</Button></div>}
    </div>
  );
}

/** Wrong is one point that fails, with the facts that say so. */
function Wrong({ v }: { v: PointVerdict }) {
  const { t } = useTranslation();
  const label = useLabel();
  const facts = useFacts()(v.params);
  return (
    <div className="std-wrong" data-state={v.state}>
      {label('proofPoints', v.point)}：<Tooltip title={facts}><span>{label('proofWhys', v.why)}</span></Tooltip>{facts && <span className="ad-quiet"> · {facts}</span>}{v.by && <span className="ad-quiet"> · {t('standard:saidBy', { by: operatorText(v.by) })}</span>}
    </div>
  );
}

/** useFacts says the numbers of a verdict: moments, waybill, seconds, grams, days. */
export function useFacts(): (params: Record<string, string> | undefined) => string {
  const { lang, zone } = useLook();
  return (params) => {
    const p = params ?? {};
    const at = Number(p.at ?? 0);
    const out = [
      at > 0 ? absoluteText(at, lang, zone) : '', p.waybill ?? '', p.seconds ? `${p.seconds} s < ${p.least ?? ''} s` : '', p.low ? `${p.low} g / ${p.high ?? ''} g` : '',
      p.n ? `${p.n}${p.least ? ` / ${p.least}` : ''}${p.max ? ` / ${p.max}` : ''}` : '', p.from ? `${p.from} – ${p.to ?? ''}` : '',
    ];
    return out.filter(Boolean).join(' · ');
  };
}

/** useReadNumbers searches the pictures of a case for waybills. */
export function useReadNumbers(caseId: string) {
  return useAct(() => api.standard.readNumbers(caseId), ['after_sales', 'evidence']);
}
