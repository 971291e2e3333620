import { useState } from 'react';
import { Link } from 'react-router';
import { useLook } from './DesignProvider';
import { CopyId, Instant, LongText, Money, StatusTag } from './Values';
import { useLabel, useTranslation } from '@/i18n';
import type { MoneyValue } from '@/lib/money';
import { absoluteText, clockText, dayText } from '@/lib/time';

// Parts of an order that the case page and the order page show alike.

/** GoodsLine is a line of an order. */
export interface GoodsLine {
  id: string; remoteId: string; productName: string; skuId: string; skuCode: string; spec: string; qty: number; paid: MoneyValue; gift: boolean;
  live: { roomId: string; sessionId: string; hostId: string; hostName: string; channel: string };
}

/** Goods lists the lines; those in `marked` are what a case is about. */
export function Goods({ lines, marked }: { lines: GoodsLine[]; marked?: string[] }) {
  const { t } = useTranslation();
  return (
    <ul className="ad-goods">
      {lines.map((l) => (
        <li key={l.id} data-marked={marked?.includes(l.remoteId) || undefined}>
          <div className="ad-row">
            <span className="ad-clip ad-grow" title={l.productName}>{l.productName}</span>
            <Money value={l.paid} />
          </div>
          <div className="ad-row ad-small ad-quiet">
            <span className="ad-clip" title={l.spec}>{l.spec || '—'}</span>
            <span className="ad-num">× {l.qty}</span>
            {l.gift && <span>{t('aftersales:detail.gift')}</span>}
            {l.skuCode && <CopyId id={l.skuCode} clip />}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** SessionFacts is a broadcast as far as it is known. */
export interface SessionFacts {
  id: string; roomId: string; title: string; hostId: string; hostName: string; startAt: number; endAt: number; inferred: boolean;
}

/** PromiseFacts is a sentence said in a broadcast. */
export interface PromiseFacts {
  id: string; kind: string; wording: string; saidAt: number;
}

// A broadcast makes dozens of promises; five lines say what kind of evening it was, and the parcel stays in sight.
const few = 5;

/** LivePart shows where the lines were sold: host, room, session, channel, and what was promised there. Unattributed is said, never hidden. */
export function LivePart({ lines, sessions, promises }: { lines: GoodsLine[]; sessions: SessionFacts[]; promises: PromiseFacts[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const { lang, zone } = useLook();
  const [all, setAll] = useState(false);
  const rooms = new Map<string, GoodsLine['live']>();
  for (const l of lines) if (l.live?.roomId || l.live?.hostId || l.live?.sessionId) rooms.set(l.live.roomId || l.live.hostId || l.live.sessionId, l.live);
  if (rooms.size === 0 && sessions.length === 0) return <p className="ad-quiet">{t('aftersales:detail.noSession')}</p>;
  const list = rooms.size > 0 ? [...rooms.values()] : sessions.map((s) => ({ roomId: s.roomId, sessionId: s.id, hostId: s.hostId, hostName: s.hostName, channel: '' }));
  return (
    <div className="ad-col">
      {list.map((live) => {
        const s = sessions.find((x) => x.id === live.sessionId);
        return (
          <dl className="ad-facts" key={live.roomId || live.hostId || live.sessionId}>
            <dt>{t('aftersales:detail.host')}</dt>
            <dd>{live.hostName || s?.hostName || t('aftersales:detail.unattributed')} {live.channel && <span className="ad-quiet">· {label('channels', live.channel)}</span>}</dd>
            <dt>{t('aftersales:detail.session')}</dt>
            <dd>
              {live.sessionId ? <Link to={`/after-sales?view=all&session=${encodeURIComponent(live.sessionId)}`}>{s?.title || live.roomId || live.sessionId}</Link> : t('aftersales:detail.unattributed')}
              {s && s.startAt > 0 && <div className="ad-small ad-quiet"><Instant at={s.startAt} />{s.endAt > s.startAt && <> – {dayText(s.endAt, zone) === dayText(s.startAt, zone) ? '' : `${dayText(s.endAt, zone).slice(5)} `}{clockText(s.endAt, lang, zone)}</>}{s.inferred && ` · ${t('aftersales:detail.inferred')}`}</div>}
              {live.roomId && <div className="ad-small"><CopyId id={live.roomId} /></div>}
            </dd>
          </dl>
        );
      })}
      {promises.length === 0 ? (
        <p className="ad-quiet ad-small">{t('aftersales:detail.noPromises')}</p>
      ) : (
        <ul className="ad-promises">
          {promises.slice(0, all ? promises.length : few).map((p) => (
            <li key={p.id} title={`${label('promiseKinds', p.kind)} · ${absoluteText(p.saidAt, lang, zone)}\n${p.wording.slice(0, 500)}`}>
              <span className="ad-small ad-quiet">{label('promiseKinds', p.kind)}</span>
              <span className={all ? 'ad-text' : 'ad-clip'}>“{all ? <LongText text={p.wording} first={120} /> : p.wording.slice(0, 200)}”</span>
              <span className="ad-small ad-quiet ad-num">{clockText(p.saidAt, lang, zone)}</span>
            </li>
          ))}
          {promises.length > few && (
            <li><button type="button" className="ad-plain ad-linkish ad-small" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('aftersales:detail.promisesFew') : t('aftersales:detail.promisesAll', { n: promises.length })}</button></li>
          )}
        </ul>
      )}
    </div>
  );
}

/** ParcelFacts is a waybill and where it stands. */
export interface ParcelFacts {
  id: string; waybill: string; carrierName: string; direction: string; state: string; lastAt: number; lastText: string;
}

/** ParcelPart lists parcels with their last scan. */
export function ParcelPart({ parcels }: { parcels: ParcelFacts[] }) {
  const label = useLabel();
  return (
    <ul className="ad-goods">
      {parcels.map((p) => (
        <li key={p.id}>
          <div className="ad-row">
            <StatusTag kind="trackStates" value={p.state} />
            <span className="ad-grow" />
            <span className="ad-small ad-quiet">{p.carrierName} · {label('directions', p.direction)}</span>
          </div>
          <div className="ad-row ad-small">
            <CopyId id={p.waybill} />
            <span className="ad-grow" />
            <span className="ad-quiet"><Instant at={p.lastAt} /></span>
          </div>
          {p.lastText && <div className="ad-small ad-dim ad-clip" title={p.lastText}>{p.lastText}</div>}
        </li>
      ))}
    </ul>
  );
}

/** SourceLine says where a row came from: API, fetch time and hash of what the platform sent. */
export function SourceLine({ source }: { source: { api: string; fetchedAt: number; payloadHash: string } | undefined }) {
  const { t } = useTranslation();
  if (!source?.api) return null;
  return (
    <p className="ad-small ad-quiet ad-row ad-wrap" style={{ gap: '0 8px' }}>
      <span>{t('aftersales:detail.source')}</span>
      <span className="ad-mono">{source.api}</span>
      <Instant at={source.fetchedAt} />
      {source.payloadHash && <CopyId id={source.payloadHash} show={source.payloadHash.slice(0, 12)} />}
    </p>
  );
}
