import { ArrowLeftOutlined, ArrowRightOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ActPanel, mainAct, useOffers } from './ActPanel';
import { EvidencePanel } from './EvidencePanel';
import { fromUrl, sendsBack, theirTurn } from './query';
import { api, openURL, thumbURL, useApi, useShops } from '@/bridge';
import type { AfterSaleDetail } from '@/bridge';
import { ActDialog } from '@/bridge/act';
import type { ActKind } from '@/bridge/act';
import {
  CopyId, Countdown, ErrorState, Goods, Instant, Key, LivePart, LongText, Masked, Money, Panel, ParcelPart, ShopMark, SourceLine, StatusTag, Timeline,
} from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useHotkeys } from '@/lib/hotkeys';
import { useNow } from '@/lib/ticker';
import { useUrlState } from '@/lib/useUrlState';
import './aftersales.css';

/** CasePage is one case on one screen: facts, one timeline, what to do. n opens the next one. */
export function CasePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const url = useUrlState();
  const navigate = useNavigate();
  const now = useNow();
  const shops = useShops();
  const from = url.get('from');
  const detail = useApi('after_sales', ['detail', id], () => api.afterSales.get(id), {
    also: ['acts', 'evidence', 'packs', 'orders', 'parcels', 'reviews', 'findings', 'sessions', 'audit'], keep: false,
  });
  const [act, setAct] = useState<ActKind | null>(null);
  const pick = useRef<(() => void) | null>(null);
  const pack = useRef<(() => void) | null>(null);
  const d = detail.data;
  const { offers, none } = useOffers(d);
  const open = (kind: ActKind | null) => (kind !== null && offers.some((o) => o.kind === kind && o.why === '') ? setAct(kind) : false);

  const back = () => void navigate(`/after-sales${from ? `?${from}` : ''}`);
  const next = async () => {
    const params = new URLSearchParams(from);
    const q = fromUrl({ get: (n) => params.get(n) ?? '', list: (n) => (params.get(n) ?? '').split(',').filter(Boolean) }, now);
    const to = await api.afterSales.next(q, id);
    if (to) void navigate(`/after-sales/${encodeURIComponent(to)}${from ? `?from=${encodeURIComponent(from)}` : ''}`);
    else back();
  };
  useHotkeys(
    {
      n: () => void next(), j: () => void next(), k: () => void navigate(-1), Escape: back,
      a: () => open(mainAct(offers)), f: () => open('refuse'), r: () => open('remark'),
      e: () => pick.current?.(), p: () => pack.current?.(), o: () => (d?.order ? void navigate(`/orders/${encodeURIComponent(d.order.id)}`) : false),
    },
    { enabled: act === null },
  );
  const wanted = url.get('do');
  useEffect(() => {
    if (wanted !== 'evidence' || !d) return;
    pick.current?.();
    url.set({ do: '' });
  }, [wanted, d, url]);

  if (detail.error && !d) {
    return (
      <div className="ad-page">
        <div className="ad-page-body" style={{ paddingTop: 24 }}>
          <ErrorState {...(detail.error.code === 'not_found' ? { title: t('aftersales:detail.missing') } : {})} error={detail.error} retry={() => void detail.refetch()} />
          <Button style={{ marginTop: 12 }} onClick={back}>{t('aftersales:detail.back')}</Button>
        </div>
      </div>
    );
  }
  if (!d) return <div className="app-blank" aria-busy="true" />;
  const ended = ['succeeded', 'closed'].includes(d.case.status);
  return (
    <div className="ad-page case">
      <header className="case-head">
        <Tooltip title={<>{t('aftersales:detail.back')} <Key>Esc</Key></>}>
          <Button type="text" icon={<ArrowLeftOutlined />} onClick={back} aria-label={t('aftersales:detail.back')} />
        </Tooltip>
        <CaseTitle d={d} />
        <span className="ad-grow" />
        {!ended && <Clocks d={d} />}
        <Button icon={<ArrowRightOutlined />} iconPlacement="end" onClick={() => void next()}><span>{t('aftersales:detail.next')} <Key>n</Key></span></Button>
      </header>
      <div className="case-body">
        <Facts d={d} />
        <Panel title={t('aftersales:detail.timeline')} className="case-middle">
          <Timeline items={d.timeline ?? []} shopZone={shops.get(d.case.shopId)?.zone} thumb={thumbURL} onEvidence={(e) => void navigate(`/evidence?file=${encodeURIComponent(e)}`)} onImage={openURL} />
        </Panel>
        <div className="case-right">
          <ActPanel d={d} offers={offers} none={none} onAct={setAct} />
          <EvidencePanel d={d} pickRef={pick} packRef={pack} />
        </div>
      </div>
      {act && <ActDialog key={act} kind={act} ids={[d.case.id]} shopId={d.case.shopId} goodsBack={sendsBack(d.case.type)} evidence={d.evidence ?? []} onClose={() => setAct(null)} />}
    </div>
  );
}

function CaseTitle({ d }: { d: AfterSaleDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const shops = useShops();
  const c = d.case;
  return (
    <div className="case-title">
      <h1>{label('caseTypes', c.type)} {c.asked.currency && <Money value={c.asked} />}</h1>
      <div className="ad-row ad-small">
        <ShopMark shop={shops.get(c.shopId)} />
        <span className="ad-quiet">{t('aftersales:detail.id')}</span> <CopyId id={c.remoteId} />
        <StatusTag kind="caseStatuses" value={c.status} raw={c.rawStatus} />
        {c.arbitration !== 'none' && <StatusTag kind="arbitrations" value={c.arbitration} raw={c.rawArbitration} />}
      </div>
    </div>
  );
}

/** Clocks are the platform's, the proof's and the house's; the one that ends first stands out. They are never added up. */
function Clocks({ d }: { d: AfterSaleDetail }) {
  const { t } = useTranslation();
  const c = d.case;
  const clocks = [
    { name: t('aftersales:detail.deadline'), since: c.stepSince || c.appliedAt, due: c.deadline, hint: '', theirs: theirTurn(c) },
    { name: t('aftersales:detail.evidenceDue'), since: c.stepSince || c.updatedAt, due: c.evidenceDue, hint: '', theirs: false },
    { name: t('aftersales:detail.houseDue'), since: c.appliedAt, due: d.row.houseDue, hint: t('aftersales:detail.houseHow'), theirs: false },
  ].filter((x, i) => i === 0 || x.due > 0);
  const first = Math.min(...clocks.map((x) => x.due || Infinity));
  return (
    <div className="case-clocks">
      {clocks.map((x) => (
        <div key={x.name} data-first={x.due === first || undefined} title={x.hint || undefined}>
          <span className="ad-small ad-quiet">{x.name}{x.theirs && x.due > 0 && ` · ${t('aftersales:detail.theirs')}`}{x.due === first && clocks.length > 1 && ` · ${t('aftersales:detail.firstDue')}`}</span>
          <Countdown since={x.since} due={x.due} theirs={x.theirs} bar />
        </div>
      ))}
    </div>
  );
}

function Facts({ d }: { d: AfterSaleDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const c = d.case;
  const o = d.order;
  const changed = c.firstReason !== c.reason && c.firstReason !== '';
  return (
    <Panel className="case-left" label={t('aftersales:detail.facts')}>
      <section>
        <dl className="ad-facts">
          <dt>{t('aftersales:detail.reason')}</dt>
          <dd>{label('reasons', c.reason)}{c.reasonText && c.reasonText !== label('reasons', c.reason) && <span className="ad-quiet"> · {c.reasonText}</span>}</dd>
          {changed && <><dt>{t('aftersales:detail.first')}</dt><dd>{label('reasons', c.firstReason)}</dd></>}
          <dt>{t('aftersales:detail.applied')}</dt><dd><Instant at={c.appliedAt} /></dd>
          {c.refunded.currency && <><dt>{t('aftersales:detail.refunded')}</dt><dd><Money value={c.refunded} /></dd></>}
          {(c.type === 'return_refund' || c.type === 'exchange' || c.returnWaybill) && (
            <><dt>{t('aftersales:detail.goodsBack')}</dt><dd>{c.goodsBack ? t('aftersales:detail.backYes') : t('aftersales:detail.backNo')} {c.returnWaybill && <CopyId id={c.returnWaybill} />}</dd></>
          )}
        </dl>
        {c.buyerRemark && <blockquote className="case-words"><LongText text={c.buyerRemark} first={160} /></blockquote>}
        {(c.images ?? []).length > 0 && (
          <div className="ad-row ad-wrap ad-small">
            {c.images.map((u, i) => <button key={u} type="button" className="ad-plain ad-linkish" onClick={() => openURL(u)}>{t('aftersales:detail.image', { n: i + 1 })} ↗</button>)}
          </div>
        )}
      </section>
      <section>
        <h3>{t('aftersales:detail.goods')} {o && <Link className="ad-small" to={`/orders/${encodeURIComponent(o.id)}`}>{t('aftersales:detail.order')} {o.remoteId.slice(-6)} →</Link>}</h3>
        {o ? <Goods lines={o.lines ?? []} marked={c.lineRemoteIds ?? []} /> : <p className="ad-quiet">{t('aftersales:detail.noOrder')}</p>}
      </section>
      <section>
        <h3>{t('aftersales:detail.live')}</h3>
        <LivePart lines={o?.lines ?? []} sessions={d.sessions ?? []} promises={d.promises ?? []} />
      </section>
      {o && (
        <section>
          <h3>{t('aftersales:detail.buyer')} <span className="ad-quiet" style={{ fontWeight: 400 }}>{o.buyerNick}</span></h3>
          <Masked
            masked={{ name: o.maskedName, phone: o.maskedPhone, address: [o.province, o.city, o.district, o.maskedAddress].filter(Boolean).join(' ') }}
            onReveal={d.hasContact ? (purpose) => api.shell.reveal(o.id, purpose) : undefined}
          />
        </section>
      )}
      {(d.parcels ?? []).length > 0 && (
        <section>
          <h3>{t('aftersales:detail.parcels')}</h3>
          <ParcelPart parcels={d.parcels.map((p) => p.parcel)} />
        </section>
      )}
      {(d.siblings ?? []).length > 0 && (
        <section>
          <h3>{t('aftersales:detail.related')}</h3>
          <ul>{d.siblings.map((s) => <li key={s.id} className="ad-row"><Link to={`/after-sales/${encodeURIComponent(s.id)}`}>{label('caseTypes', s.type)}</Link><Money value={s.asked} /><StatusTag kind="caseStatuses" value={s.status} /></li>)}</ul>
        </section>
      )}
      {(d.reviews ?? []).length > 0 && (
        <section>
          <h3>{t('aftersales:detail.reviews')}</h3>
          {d.reviews.map((v) => <p key={v.id}><Link to={`/reviews?review=${encodeURIComponent(v.id)}`}>{label('reviewBands', v.band)}</Link> <LongText text={v.text} first={80} /></p>)}
        </section>
      )}
      <SourceLine source={c.source} />
    </Panel>
  );
}
