import { useMemo, useState } from 'react';
import { useLook } from './DesignProvider';
import { FilterChips } from './Frames';
import { LongText } from './Values';
import { operatorText, useLabel, useTranslation, wordOf } from '@/i18n';
import type { EnumGroup } from '@/i18n';
import { useNow } from '@/lib/ticker';
import { absoluteText, clockText, dayText, relativeText } from '@/lib/time';

/** TimelineItem is one line of a case's or an order's history. */
export interface TimelineItem {
  id: string; at: number; actor: string; kind: string; source: string; text: string; params: Record<string, string>; ref: string; images: string[];
}

type Side = 'all' | 'buyer' | 'platform' | 'courier' | 'staff';
const sideOf = (e: TimelineItem): Side =>
  e.actor === 'buyer' ? 'buyer' : e.actor === 'courier' || e.kind === 'trace' ? 'courier' : e.actor === 'platform' || e.actor === 'system' ? 'platform' : 'staff';

interface Line {
  item: TimelineItem;
  folded: TimelineItem[]; // courier scans between two others
}

// A parcel has dozens of scans; the first and last of a run say enough.
function fold(items: TimelineItem[]): Line[] {
  const out: Line[] = [];
  let run: TimelineItem[] = [];
  const flush = () => {
    const [first, last] = [run[0], run.at(-1)];
    if (first) out.push({ item: first, folded: run.length > 3 ? run.slice(1, -1) : [] });
    if (run.length > 3 && last) out.push({ item: last, folded: [] });
    else for (const r of run.slice(1)) out.push({ item: r, folded: [] });
    run = [];
  };
  for (const e of items) {
    if (e.kind === 'trace') run.push(e);
    else {
      flush();
      out.push({ item: e, folded: [] });
    }
  }
  flush();
  return out;
}

// Only a deadline lies ahead; anything else that seems to is the clock of the screen, which ticks by minutes.
const toCome = (e: TimelineItem, now: number) => e.kind === 'deadline' && e.at > now;

const step = 60;

/**
 * Timeline is the one ordered history, newest first, grouped by day; what is still to come stands on top. Times are this
 * desk's; where the platform's clock (`shopZone`) reads otherwise, its time stands below, and hover always has both (AS-14).
 */
export function Timeline({ items, shopZone, thumb, onEvidence, onImage, filters = true }: {
  items: TimelineItem[]; shopZone?: string | undefined; thumb?: (evidenceId: string) => string; onEvidence?: (evidenceId: string) => void; onImage?: (url: string) => void; filters?: boolean;
}) {
  const { t } = useTranslation();
  const { zone, lang } = useLook();
  const now = useNow();
  const [side, setSide] = useState<Side>('all');
  const [shown, setShown] = useState(step);
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const counts = useMemo(() => {
    const n: Record<Side, number> = { all: items.length, buyer: 0, platform: 0, courier: 0, staff: 0 };
    for (const e of items) n[sideOf(e)]++;
    return n;
  }, [items]);
  const lines = useMemo(() => {
    const kept = items.filter((e) => e.at > 0 && (side === 'all' || sideOf(e) === side)).sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
    return fold(kept);
  }, [items, side]);
  if (items.length === 0) return <p className="ad-quiet" style={{ padding: 12 }}>{t('aftersales:timeline.empty')}</p>;
  let day = '';
  const rows: React.ReactNode[] = [];
  for (const line of lines.slice(0, shown)) {
    const d = toCome(line.item, now) ? 'future' : dayText(line.item.at, zone);
    if (d !== day) {
      day = d;
      rows.push(<li key={`day-${d}`} className="ad-tl-day">{d === 'future' ? t('aftersales:timeline.future') : dayLabel(d, now, zone, t('common.today'))}</li>);
    }
    const open = unfolded.has(line.item.id);
    rows.push(<Entry key={line.item.id} e={line.item} now={now} thumb={thumb} onEvidence={onEvidence} onImage={onImage} lang={lang} zone={zone} shopZone={shopZone || zone} />);
    if (line.folded.length > 0 && !open) {
      rows.push(
        <li key={`${line.item.id}-fold`} className="ad-tl-fold">
          <button type="button" className="ad-plain ad-linkish ad-small" onClick={() => setUnfolded(new Set([...unfolded, line.item.id]))}>
            {t('aftersales:timeline.folded', { n: line.folded.length })}
          </button>
        </li>,
      );
    }
    if (open) for (const f of line.folded) rows.push(<Entry key={f.id} e={f} now={now} thumb={thumb} onEvidence={onEvidence} onImage={onImage} lang={lang} zone={zone} shopZone={shopZone || zone} />);
  }
  const sides: Side[] = ['all', 'buyer', 'platform', 'courier', 'staff'];
  return (
    <div className="ad-tl">
      {filters && (
        <FilterChips
          label={t('aftersales:detail.timeline')} value={[side]} onChange={(v) => setSide((v[0] as Side | undefined) ?? 'all')}
          chips={sides.map((s) => ({ id: s, label: t(`aftersales:timeline.${s}`), count: counts[s] }))}
        />
      )}
      <ol className="ad-tl-list">{rows}</ol>
      {lines.length > shown && (
        <button type="button" className="ad-plain ad-linkish" onClick={() => setShown(shown + step)}>{t('aftersales:timeline.showMore', { n: Math.min(step, lines.length - shown) })}</button>
      )}
    </div>
  );
}

function dayLabel(day: string, now: number, zone: string, today: string): string {
  if (day === dayText(now, zone)) return `${today} ${day.slice(5)}`;
  return day.slice(0, 4) === dayText(now, zone).slice(0, 4) ? day.slice(5) : day;
}

// Facts of an entry that are words of ours; which param means what depends on the kind.
const enumParams: Record<string, [string, EnumGroup][]> = {
  trace: [['state', 'trackStates']], signed: [['state', 'trackStates']], case_applied: [['type', 'caseTypes'], ['reason', 'reasons']], case_closed: [['status', 'caseStatuses']],
  promised: [['kind', 'promiseKinds']], evidence_added: [['kind', 'evidenceKinds']], act_queued: [['kind', 'actKinds']], act_sent: [['kind', 'actKinds']],
  act_failed: [['kind', 'actKinds'], ['code', 'codes']], finding: [['state', 'findingStates']], packed: [['state', 'packStates']], unboxed: [['state', 'packStates']],
};
const plainParams: Record<string, string[]> = {
  trace: ['carrier'], signed: ['carrier', 'waybill'], negotiation: ['action'], evidence_added: ['name', 'operator'], act_queued: ['by'], act_sent: ['by'], contact_revealed: ['by'], pack_built: ['by'], packed: ['waybill', 'by', 'station'], unboxed: ['waybill', 'by', 'station'],
};

function Entry({ e, now, thumb, onEvidence, onImage, lang, zone, shopZone }: {
  e: TimelineItem; now: number; lang: string; zone: string; shopZone: string;
  thumb: ((id: string) => string) | undefined; onEvidence: ((id: string) => void) | undefined; onImage: ((url: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  const label = useLabel();
  const facts: string[] = [];
  for (const [p, g] of enumParams[e.kind] ?? []) if (e.params?.[p]) facts.push(label(g, e.params[p]));
  for (const p of plainParams[e.kind] ?? []) if (e.params?.[p]) facts.push(p === 'by' || p === 'operator' ? operatorText(e.params[p]) : e.params[p]);
  if ((e.kind === 'paid' || e.kind === 'case_applied') && e.params?.amount) facts.push(`${e.params.currency === 'CNY' ? '¥' : `${e.params.currency ?? ''} `}${e.params.amount}`);
  if (e.kind === 'deadline') facts.push(t(e.params?.of === 'evidence' ? 'aftersales:timeline.evidence' : 'aftersales:timeline.deadline'));
  if (e.kind === 'review' && e.params?.rating) facts.push(t('aftersales:timeline.rating', { n: e.params.rating }));
  if (e.kind === 'pack_built' && e.params?.exhibits) facts.push(t('aftersales:timeline.exhibits', { n: e.params.exhibits }));
  if (e.kind === 'finding' && e.params?.check) {
    facts.unshift(wordOf(`logistics:checks.${e.params.check}`, e.params.check));
  }
  if (toCome(e, now)) facts.push(relativeText(e.at, now, lang, zone));
  const known = ['platform', 'file', 'workstation', 'carrier'] as const;
  const source = known.find((k) => k === e.source);
  const sourceWord = source ? t(`aftersales:timeline.sources.${source}`) : e.source;
  const here = clockText(e.at, lang, zone);
  const there = clockText(e.at, lang, shopZone);
  const thereDay = dayText(e.at, shopZone);
  const images = e.images ?? [];
  return (
    <li className="ad-tl-item" data-side={sideOf(e)} data-future={toCome(e, now) || undefined}>
      <time className="ad-num ad-tl-time" dateTime={new Date(e.at).toISOString()} title={`${t('time.shop')}: ${absoluteText(e.at, lang, shopZone)}\n${t('time.local')}: ${absoluteText(e.at, lang, zone)}`}>
        {here}
        {there !== here && <span className="ad-tl-there">{thereDay === dayText(e.at, zone) ? '' : `${thereDay.slice(5)} `}{there}</span>}
      </time>
      <span className="ad-tl-dot" aria-hidden />
      <div className="ad-tl-body">
        <div className="ad-row ad-wrap" style={{ gap: '0 8px' }}>
          <span className="ad-strong">{label('timelineKinds', e.kind)}</span>
          {facts.length > 0 && <span className="ad-dim">{facts.join(' · ')}</span>}
          <span className="ad-quiet ad-small ad-tl-src" title={t('aftersales:timeline.source', { source: sourceWord })}>{label('actors', e.actor) === sourceWord ? sourceWord : `${label('actors', e.actor)} · ${sourceWord}`}</span>
        </div>
        {e.text && <div className="ad-tl-text"><LongText text={e.text} /></div>}
        {e.kind === 'evidence_added' && thumb && !/\.(webm|mp4|mov|3gp)$/i.test(e.params?.name ?? '') && (
          <button type="button" className="ad-plain" onClick={() => onEvidence?.(e.ref)} aria-label={`${label('timelineKinds', e.kind)} ${e.params?.name ?? ''}`}>
            <img className="ad-thumb" src={thumb(e.ref)} alt="" loading="lazy" />
          </button>
        )}
        {images.length > 0 && (
          <div className="ad-row ad-wrap">
            {images.map((url, i) => (
              <button key={url} type="button" className="ad-plain ad-linkish ad-small" onClick={() => onImage?.(url)}>{t('aftersales:detail.image', { n: i + 1 })} ↗</button>
            ))}
          </div>
        )}
      </div>
    </li>
  );
}
