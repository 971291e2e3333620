import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { LifeLine } from './LifeLine';
import { PackPart } from './PackPart';
import { ShipPart } from './ShipPart';
import { api, openURL, thumbURL, useApi, useShops } from '@/bridge';
import { FromPhone } from '@/bridge/FromPhone';
import {
  CopyId, Countdown, ErrorState, Goods, Instant, LivePart, LongText, Masked, Money, Panel, ParcelPart, ShopMark, SourceLine, StatusTag, Timeline,
} from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useHotkeys } from '@/lib/hotkeys';
import { useUrlState } from '@/lib/useUrlState';
import './orders.css';

/** OrderPage is one order with its whole life on one line, and everything that hangs on it. */
export function OrderPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { id = '' } = useParams();
  const url = useUrlState();
  const navigate = useNavigate();
  const shops = useShops();
  const detail = useApi('orders', ['detail', id], () => api.orders.get(id), { also: ['after_sales', 'parcels', 'reviews', 'evidence', 'sessions', 'audit', 'acts'], keep: false });
  const from = url.get('from');
  const back = () => void navigate(`/orders${from ? `?${from}` : ''}`);
  useHotkeys({ Escape: back });
  const d = detail.data;
  if (detail.error && !d) {
    return (
      <div className="ad-page">
        <div className="ad-page-body" style={{ paddingTop: 24 }}>
          <ErrorState {...(detail.error.code === 'not_found' ? { title: t('orders:detail.missing') } : {})} error={detail.error} retry={() => void detail.refetch()} />
          <Button style={{ marginTop: 12 }} onClick={back}>{t('orders:detail.back')}</Button>
        </div>
      </div>
    );
  }
  if (!d) return <div className="app-blank" aria-busy="true" />;
  const o = d.order;
  const cases = d.afterSales ?? [];
  const evidence = d.evidence ?? [];
  return (
    <div className="ad-page">
      <header className="order-head">
        <Button type="text" icon={<ArrowLeftOutlined />} onClick={back} aria-label={t('orders:detail.back')} />
        <div className="ad-grow">
          <h1>{t('orders:detail.id')} <CopyId id={o.remoteId} /></h1>
          <div className="ad-row ad-small"><ShopMark shop={shops.get(o.shopId)} /><StatusTag kind="orderStatuses" value={o.status} raw={o.rawStatus} /><Instant at={o.createdAt} /></div>
        </div>
        <div className="order-money">
          <span className="ad-small ad-quiet">{t('orders:detail.paid')}</span>
          <Money value={o.paid} strong />
        </div>
      </header>
      <div className="order-life"><LifeLine d={d} /></div>
      <div className="order-body">
        <Panel label={t('orders:detail.lines')} className="order-left">
          <section><h3>{t('orders:detail.lines')}</h3><Goods lines={o.lines ?? []} /></section>
          <section>
            <h3>{t('orders:detail.money')}</h3>
            <dl className="ad-facts order-sums">
              <dt>{t('orders:detail.total')}</dt><dd><Money value={o.total} /></dd>
              <dt>{t('orders:detail.discount')}</dt><dd><Money value={o.discount} /></dd>
              <dt>{t('orders:detail.freight')}</dt><dd><Money value={o.freight} /></dd>
              <dt>{t('orders:detail.paid')}</dt><dd><Money value={o.paid} strong /></dd>
            </dl>
          </section>
          <section>
            <h3>{t('orders:detail.receiver')} <span className="ad-quiet" style={{ fontWeight: 400 }}>{o.buyerNick}</span></h3>
            <Masked
              masked={{ name: o.maskedName, phone: o.maskedPhone, address: [o.province, o.city, o.district, o.maskedAddress].filter(Boolean).join(' ') }}
              onReveal={d.hasContact ? (purpose) => api.shell.reveal(o.id, purpose) : undefined}
            />
            {!d.hasContact && <p className="ad-small ad-quiet">{t('orders:detail.noContact')}</p>}
          </section>
          {(o.buyerWords || o.sellerWords) && (
            <section>
              <h3>{t('orders:detail.words')}</h3>
              {o.buyerWords && <p><span className="ad-quiet">{t('orders:detail.buyerWords')} </span><LongText text={o.buyerWords} first={120} /></p>}
              {o.sellerWords && <p><span className="ad-quiet">{t('orders:detail.sellerWords')} </span><LongText text={o.sellerWords} first={120} /></p>}
            </section>
          )}
          <section><h3>{t('orders:detail.live')}</h3><LivePart lines={o.lines ?? []} sessions={d.sessions ?? []} promises={d.promises ?? []} /></section>
          <SourceLine source={o.source} />
        </Panel>
        <Panel title={t('orders:detail.timeline')} className="order-middle">
          <Timeline items={d.timeline ?? []} shopZone={shops.get(o.shopId)?.zone} thumb={thumbURL} onEvidence={(e) => void navigate(`/evidence?file=${encodeURIComponent(e)}`)} onImage={openURL} />
        </Panel>
        <div className="order-right">
          <Panel title={<>{t('orders:detail.cases')} <span className="ad-num ad-quiet">{cases.length}</span></>}>
            {cases.length === 0 ? <p className="ad-quiet">{t('orders:detail.noCases')}</p> : (
              <ul className="ad-goods">
                {cases.map((c) => (
                  <li key={c.id}>
                    <div className="ad-row"><Link className="ad-strong" to={`/after-sales/${encodeURIComponent(c.id)}`}>{label('caseTypes', c.type)}</Link><span className="ad-grow" /><Money value={c.asked} /></div>
                    <div className="ad-row ad-small"><StatusTag kind="caseStatuses" value={c.status} raw={c.rawStatus} /><span className="ad-grow" />{c.dueAt > 0 && <Countdown since={c.stepSince} due={c.dueAt} />}</div>
                  </li>
                ))}
              </ul>
            )}
          </Panel>
          <Panel title={t('orders:detail.parcels')}>
            <ShipPart order={o} />
            {(d.parcels ?? []).length === 0 ? <p className="ad-quiet">{t('orders:detail.noParcels')}</p> : <ParcelPart parcels={d.parcels.map((p) => p.parcel)} />}
          </Panel>
          <Panel title={t('packing:records.title')}><PackPart records={d.packing ?? []} /></Panel>
          <Panel title={<>{t('orders:detail.evidence')} <span className="ad-num ad-quiet">{evidence.length}</span></>}>
            {evidence.length === 0 ? <p className="ad-quiet">{t('orders:detail.noEvidence')}</p> : (
              <div className="ad-row ad-wrap" style={{ gap: 4 }}>
                {evidence.slice(0, 9).map((e) => (
                  <Link key={e.item.id} to={`/evidence?file=${encodeURIComponent(e.item.id)}`} title={`${label('evidenceKinds', e.item.kind)} · ${e.item.name}`}>
                    {e.item.mediaType.startsWith('video/')
                      ? <span className="ad-thumb order-film" role="img" aria-label={`${label('evidenceKinds', e.item.kind)} ${e.item.name}`}>▶</span>
                      : <img className="ad-thumb" src={thumbURL(e.item.id)} alt={`${label('evidenceKinds', e.item.kind)} ${e.item.name}`} loading="lazy" />}
                  </Link>
                ))}
              </div>
            )}
            <div style={{ marginTop: 8 }}><FromPhone orderId={o.id} afterSaleId="" /></div>
          </Panel>
          <Panel title={t('orders:detail.reviews')}>
            {(d.reviews ?? []).length === 0 ? <p className="ad-quiet">{t('orders:detail.noReviews')}</p> : d.reviews.map((v) => (
              <p key={v.id}><Link to={`/reviews?review=${encodeURIComponent(v.id)}`}>{label('reviewBands', v.band)}</Link> <LongText text={v.text} first={120} /></p>
            ))}
          </Panel>
        </div>
      </div>
    </div>
  );
}
