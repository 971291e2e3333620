import { EyeOutlined } from '@ant-design/icons';
import { App, Dropdown, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLook } from './DesignProvider';
import { labelOf, useLabel, useTranslation } from '@/i18n';
import type { EnumGroup } from '@/i18n';
import { copyText } from '@/lib/clipboard';
import { numberFormat } from '@/lib/formats';
import { moneyText } from '@/lib/money';
import type { MoneyValue } from '@/lib/money';
import { useNow } from '@/lib/ticker';
import { absoluteText, relativeText, spanText } from '@/lib/time';

/** Money shows an amount; unknown is "—". The only place that formats money. */
export function Money({ value, strong }: { value: MoneyValue | null | undefined; strong?: boolean }) {
  const { lang } = useLook();
  return <span className={strong ? 'ad-num ad-strong' : 'ad-num'}>{moneyText(value, lang)}</span>;
}

/** Instant shows a moment as a person nearby would say it; the whole of it with zones on hover. */
export function Instant({ at, absolute }: { at: number | null | undefined; absolute?: boolean }) {
  const { lang, zone } = useLook();
  const now = useNow();
  if (!at) return <span className="ad-quiet">—</span>;
  const full = absoluteText(at, lang, zone);
  const local = absoluteText(at, lang);
  return (
    <time className="ad-num" dateTime={new Date(at).toISOString()} title={full === local ? full : `${full}\n${local}`}>
      {absolute ? full : relativeText(at, now, lang, zone)}
    </time>
  );
}

/** TimeLevel is the one colour scale of the window. */
export type TimeLevel = 'none' | 'calm' | 'amber' | 'red';

/** timeLevel judges time left: amber below a quarter of the window, red below a tenth or overdue. */
export function timeLevel(since: number, due: number, now: number): TimeLevel {
  if (!due) return 'none';
  const left = due - now;
  if (left <= 0) return 'red';
  const span = since > 0 && due > since ? due - since : 24 * 3600_000;
  const share = left / span;
  return share < 0.1 ? 'red' : share < 0.25 ? 'amber' : 'calm';
}

interface CountdownProps {
  since: number;
  due: number;
  bar?: boolean | undefined;
  theirs?: boolean | undefined; // somebody else's time: never amber or red, there is nothing to do about it
}

/** Countdown shows time left of a window; minutes tick together, seconds only in the last five minutes. */
export function Countdown(p: CountdownProps) {
  const minute = useNow();
  const soon = p.due > 0 && p.due - minute < 6 * 60_000 && p.due - minute > -60_000;
  return soon ? <Ticking {...p} /> : <Left {...p} now={minute} />;
}

function Ticking(p: CountdownProps) {
  return <Left {...p} now={useNow('second')} />;
}

function Left({ since, due, now, bar, theirs }: CountdownProps & { now: number }) {
  const { lang, zone } = useLook();
  const { t } = useTranslation();
  const judged = timeLevel(since, due, now);
  const level = theirs && judged !== 'none' ? 'calm' : judged;
  if (level === 'none') return <span className="ad-count" data-level="none" title={t('time.none')}>—</span>;
  const left = due - now;
  const span = spanText(Math.abs(left), lang, left > 0 && left < 5 * 60_000);
  const used = since > 0 && due > since ? Math.min(1, Math.max(0, (now - since) / (due - since))) : 0;
  return (
    <span className="ad-count" data-level={level} title={theirs ? `${t('time.theirs')}\n${absoluteText(due, lang, zone)}` : absoluteText(due, lang, zone)}>
      {bar && <span className="ad-bar" aria-hidden><i style={{ width: `${used * 100}%` }} /></span>}
      {left > 0 ? t('time.left', { span }) : left > -60_000 ? t('time.justOver') : t('time.over', { span })}
    </span>
  );
}

const ours = new Set(['awaiting_merchant', 'awaiting_merchant_receipt', 'awaiting_merchant_ship', 'awaiting_merchant_evidence', 'to_ship', 'queued', 'open']);
const finished = new Set(['succeeded', 'finished', 'signed', 'returned_signed', 'done', 'resolved', 'enabled', 'active', 'for_merchant']);
const waiting = new Set(['awaiting_buyer_return', 'awaiting_buyer_confirm', 'in_progress', 'negotiating', 'sending', 'wait_pickup', 'unpaid']);

/** StatusTag names a state: a dot for whose turn it is, and the word. An unknown one shows what the platform said. */
export function StatusTag({ kind, value, raw }: { kind: EnumGroup; value: string; raw?: string }) {
  const label = useLabel();
  const { t } = useTranslation();
  const odd = value === 'unknown';
  const tone = odd ? 'odd' : ours.has(value) ? 'ours' : finished.has(value) ? 'done' : waiting.has(value) ? 'wait' : 'rest';
  const text = odd && raw ? `${label(kind, value)} · ${raw}` : label(kind, value);
  return (
    <span className="ad-tag" data-tone={tone} title={raw ? `${text}\n${t('common.raw', { raw })}` : text}>
      <span>{text}</span>
    </span>
  );
}

// Drawn once: lists show hundreds of ids, and an icon component costs more than all the rest of a cell.
const copyIcon = (
  <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden fill="none" stroke="currentColor" strokeWidth="1.5">
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 3.5v-1h-8v8h1" />
  </svg>
);

/** CopyId shows an id in monospace with a copy key. `show` is what to display instead of the id. */
export function CopyId({ id, show, clip }: { id: string; show?: ReactNode; clip?: boolean }) {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const h = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(h);
  }, [done]);
  if (!id) return <span className="ad-quiet">—</span>;
  return (
    <span className="ad-copy">
      <span className={clip ? 'ad-mono ad-clip' : 'ad-mono'} title={id}>{show ?? id}</span>
      <button
        type="button" className="ad-plain" aria-label={`${t('value.copy')} ${id}`} title={done ? t('value.copied') : t('value.copy')}
        onClick={(e) => {
          e.stopPropagation();
          void copyText(id).then(setDone);
        }}
      >
        {copyIcon}
      </button>
      {done && <span className="ad-sr" role="status">{t('value.copied')}</span>}
    </span>
  );
}

/** RateValue is a rate with what it stands on. */
export interface RateValue {
  known: boolean; value: number; num: number; den: number; low: number; high: number; small: boolean; immature: boolean; missing: number; asOf: number;
}

/** percent formats a share of one. */
export function percent(v: number, lang: string, digits = 1): string {
  return numberFormat(`percent${digits}`, lang, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(v);
}

/** Rate shows a rate with its counts, its interval when small, hatching while immature, and "—" when there is no base. */
export function Rate({ value, onClick, plain }: { value: RateValue | null | undefined; onClick?: (() => void) | undefined; plain?: boolean }) {
  const { lang, zone } = useLook();
  const { t } = useTranslation();
  if (!value?.known) return <span className="ad-quiet" title={t('value.unknownHint')}>—</span>;
  const n = numberFormat('count', lang);
  const counts = t('value.counts', { num: n.format(value.num), den: n.format(value.den) });
  const interval = t('value.interval', { low: percent(value.low, lang), high: percent(value.high, lang) });
  const tip = (
    <div>
      <div>{counts}</div>
      <div>{interval}</div>
      {value.immature && <div>{t('value.immature')}</div>}
      {value.missing > 0 && <div>{t('value.missing', { n: n.format(value.missing) })}</div>}
      {value.asOf > 0 && <div>{t('value.asOf', { at: absoluteText(value.asOf, lang, zone) })}</div>}
    </div>
  );
  const body = (
    <span className="ad-rate" data-immature={value.immature}>
      <span className="ad-rate-v">{percent(value.value, lang)}</span>
      {value.small && !plain && <span className="ad-rate-n">{percent(value.low, lang, 0)}–{percent(value.high, lang, 0)}</span>}
      {!plain && <span className="ad-rate-n">{counts}</span>}
    </span>
  );
  return (
    <Tooltip title={tip}>
      {onClick ? (
        <button type="button" className="ad-plain ad-linkish" onClick={onClick}>{body}</button>
      ) : (
        body
      )}
    </Tooltip>
  );
}

/** ShopMark is the small coloured mark of a shop with its short name. */
export function ShopMark({ shop, long }: { shop: { name: string; shortName: string; color: string; state?: string } | undefined; long?: boolean }) {
  if (!shop) return <span className="ad-quiet">—</span>;
  return (
    <span className="ad-mark" title={shop.name} style={{ ['--mark' as string]: /^#[0-9a-f]{6}$/i.test(shop.color) ? shop.color : undefined }}>
      <i aria-hidden />
      <span className="ad-clip">{long ? shop.name : shop.shortName || shop.name}</span>
    </span>
  );
}

/** RevealedContact is the plain receiver. */
export interface RevealedContact {
  name: string; phone: string; address: string;
}

const purposes = ['contact_buyer', 'check_address', 'reship', 'file_claim'] as const;

/** Masked shows the masked receiver; asking for the plain one names a purpose, is logged by Go and ends after 60 s. */
export function Masked({ masked, onReveal, children }: {
  masked: RevealedContact;
  onReveal?: ((purpose: string) => Promise<RevealedContact>) | undefined;
  children?: (c: RevealedContact) => ReactNode;
}) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [plain, setPlain] = useState<{ contact: RevealedContact; until: number } | null>(null);
  const shown = plain?.contact ?? masked;
  const ask = async (purpose: string) => {
    if (!onReveal) return;
    try {
      setPlain({ contact: await onReveal(purpose), until: Date.now() + 60_000 });
    } catch (e) {
      const code = (e as { code?: string }).code ?? 'internal';
      void message.warning(labelOf('codes', code));
    }
  };
  return (
    <div className="ad-masked">
      {children ? children(shown) : (
        <div>
          <div className="ad-row ad-wrap"><span>{shown.name || '—'}</span><span className="ad-mono">{shown.phone || '—'}</span></div>
          <div className="ad-dim">{shown.address || '—'}</div>
        </div>
      )}
      {onReveal && !plain && (
        <Dropdown trigger={['click']} menu={{ items: purposes.map((p) => ({ key: p, label: t(`purposes.${p}`) })), onClick: ({ key }) => void ask(key) }}>
          <button type="button" className="ad-plain ad-linkish ad-small" aria-label={`${t('value.reveal')}：${t('value.purpose')}`}><EyeOutlined /> {t('value.reveal')}</button>
        </Dropdown>
      )}
      {plain && <Remask until={plain.until} onEnd={() => setPlain(null)} />}
    </div>
  );
}

function Remask({ until, onEnd }: { until: number; onEnd: () => void }) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(() => Math.ceil((until - Date.now()) / 1000));
  useEffect(() => {
    const h = setInterval(() => {
      const n = Math.ceil((until - Date.now()) / 1000);
      if (n <= 0) onEnd();
      else setLeft(n);
    }, 1000);
    return () => clearInterval(h);
  }, [until, onEnd]);
  return (
    <button type="button" className="ad-plain ad-quiet ad-small ad-num" onClick={onEnd}>{t('value.remask', { n: left })}</button>
  );
}

const step = 2000;

/** LongText shows text of a stranger as plain text, in steps: a remark of ten megabytes costs what its first part costs. */
export function LongText({ text, first = 280 }: { text: string; first?: number }) {
  const { t } = useTranslation();
  const { lang } = useLook();
  const [n, setN] = useState(first);
  if (!text) return null;
  if (text.length <= n && n === first) return <span className="ad-text">{text}</span>;
  const rest = text.length - n;
  const f = numberFormat('count', lang);
  return (
    <span className="ad-text">
      {text.slice(0, n)}
      {rest > 0 && '… '}
      {rest > 0 && n < 60_000 && (
        <button type="button" className="ad-plain ad-linkish" onClick={() => setN(n + step)}>{t('value.showMore', { n: f.format(Math.min(rest, step)) })}</button>
      )}
      {rest > 0 && <span className="ad-quiet"> {t('value.chars', { n: f.format(text.length) })}</span>}
      {rest <= 0 && <button type="button" className="ad-plain ad-linkish" onClick={() => setN(first)}> {t('value.showLess')}</button>}
    </span>
  );
}
