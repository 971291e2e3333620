import { CheckCircleFilled } from '@ant-design/icons';
import { Drawer, Segmented } from 'antd';
import { Link } from 'react-router';
import { useShops } from '@/bridge';
import type { DrillQuery } from '@/bridge';
import { CopyId, ErrorState, Instant, Money, ShopMark, StatusTag, VirtualTable } from '@/design';
import type { Column } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { useDrill, useDrillTotal } from './queries';
import type { DrillRow } from './queries';
import s from './trends.module.css';

/** Drilled is the number somebody clicked: its question, what the screen showed, and its name. */
export interface Drilled {
  query: DrillQuery;
  shown: number | null; // null: the other side of the rate, nothing to compare with
  title: string;
}

interface Props {
  drilled: Drilled | null;
  onSide: (side: 'num' | 'den') => void;
  onClose: () => void;
}

/** DrillDrawer shows the rows behind a number and recounts them: the two must be equal, and it says so. */
export function DrillDrawer({ drilled, onSide, onClose }: Props) {
  return (
    <Drawer open={drilled !== null} onClose={onClose} size={880} title={drilled?.title ?? ''} destroyOnHidden styles={{ body: { display: 'flex', flexDirection: 'column', padding: 16 } }}>
      {drilled && <Rows drilled={drilled} onSide={onSide} />}
    </Drawer>
  );
}

function Rows({ drilled, onSide }: { drilled: Drilled; onSide: (side: 'num' | 'den') => void }) {
  const { t } = useTranslation('trends');
  const say = useSay('trends');
  const total = useDrillTotal(drilled.query);
  const pages = useDrill(drilled.query);
  const kind = total.data?.kind ?? pages.rows[0]?.kind ?? 'orders';
  const columns = useColumns(kind);
  const n = total.data?.total;
  const equal = n !== undefined && (drilled.shown === null || n === drilled.shown);
  return (
    <>
      <div className={s.drillHead}>
        <Segmented
          value={drilled.query.side}
          options={[
            { value: 'num', label: t('drill.num') },
            { value: 'den', label: t('drill.den') },
          ]}
          onChange={(v) => onSide(v === 'num' ? 'num' : 'den')}
        />
        <span className="ad-quiet ad-num">{drilled.query.from === drilled.query.to ? drilled.query.from : `${drilled.query.from} – ${drilled.query.to}`}</span>
        {n !== undefined && (
          <span role="status" className={s.equal}>
            <b className="ad-num">{t('drill.total', { n: n.toLocaleString() })}</b> <span className="ad-quiet">{say('drill.kind', kind)}</span>
            {equal && drilled.shown !== null && (
              <span className={s.good}>
                <CheckCircleFilled /> {t('drill.equals')}
              </span>
            )}
            {!equal && <span className="ad-strong">{t('drill.differs', { shown: drilled.shown ?? 0, n })} {t('drill.differsHow')}</span>}
          </span>
        )}
      </div>
      {total.error && <ErrorState error={total.error} retry={() => void total.refetch()} />}
      <VirtualTable
        name={`drill-${kind}`} label={t('drill.title')} columns={columns} rows={pages.rows} rowKey={keyOf} hasMore={pages.hasMore} loadMore={pages.loadMore} loading={pages.loading}
        loadingMore={pages.loadingMore} error={pages.error} retry={pages.retry}
      />
    </>
  );
}

const keyOf = (r: DrillRow) => r.row.id;

function useColumns(kind: string): Column<DrillRow>[] {
  const { t } = useTranslation('trends');
  const label = useLabel();
  const shops = useShops();
  const shop: Column<DrillRow> = { id: 'shop', title: t('drill.cols.shop'), width: 96, spare: 2, hidden: shops.size < 2, render: (r) => <ShopMark shop={shops.get(r.row.shopId)} /> };
  if (kind === 'reviews') {
    return [
      shop,
      { id: 'rating', title: t('drill.cols.rating'), width: 92, render: (r) => (r.kind === 'reviews' ? `${label('reviewBands', r.row.band)} ${r.row.rating || '—'}` : '') },
      { id: 'text', title: t('drill.cols.text'), width: 280, grow: 2, text: (r) => (r.kind === 'reviews' ? r.row.text.slice(0, 2000) : ''), render: (r) => (r.kind === 'reviews' ? <Link to={`/reviews?review=${encodeURIComponent(r.row.id)}`}>{r.row.text.slice(0, 200) || '—'}</Link> : '') },
      { id: 'product', title: t('drill.cols.product'), width: 200, grow: 1, render: (r) => (r.kind === 'reviews' ? <span className="ad-clip">{r.row.productName}</span> : '') },
      { id: 'host', title: t('drill.cols.host'), width: 96, render: (r) => (r.kind === 'reviews' ? r.row.hostName || '—' : '') },
      { id: 'day', title: t('drill.cols.day'), width: 120, render: (r) => (r.kind === 'reviews' ? <Instant at={r.row.createdAt} /> : '') },
    ];
  }
  if (kind === 'after_sales') {
    return [
      shop,
      { id: 'case', title: t('drill.kind.after_sales'), width: 188, render: (r) => (r.kind === 'after_sales' ? <Link className="ad-mono" to={`/after-sales/${encodeURIComponent(r.row.id)}`}>{r.row.remoteId}</Link> : '') },
      { id: 'state', title: t('drill.cols.state'), width: 128, render: (r) => (r.kind === 'after_sales' ? <StatusTag kind="caseStatuses" value={r.row.status} raw={r.row.rawStatus} /> : '') },
      { id: 'reason', title: t('drill.cols.reason'), width: 128, render: (r) => (r.kind === 'after_sales' ? label('reasons', r.row.reason) : '') },
      { id: 'product', title: t('drill.cols.product'), width: 200, grow: 1, render: (r) => (r.kind === 'after_sales' ? <span className="ad-clip">{r.row.title}</span> : '') },
      { id: 'asked', title: t('drill.cols.asked'), width: 96, align: 'right', render: (r) => (r.kind === 'after_sales' ? <Money value={r.row.asked} /> : '') },
      { id: 'day', title: t('drill.cols.day'), width: 120, render: (r) => (r.kind === 'after_sales' ? <Instant at={r.row.appliedAt} /> : '') },
    ];
  }
  return [
    shop,
    { id: 'order', title: t('drill.cols.order'), width: 200, render: (r) => (r.kind === 'orders' ? <span className="ad-row"><Link to={`/orders/${encodeURIComponent(r.row.id)}`}>↗</Link><CopyId id={r.row.remoteId} clip /></span> : '') },
    { id: 'product', title: t('drill.cols.product'), width: 220, grow: 1, text: (r) => (r.kind === 'orders' ? `${r.row.title} ${r.row.spec}` : ''), render: (r) => (r.kind === 'orders' ? <span className="ad-clip">{r.row.title} <span className="ad-quiet">{r.row.spec}</span></span> : '') },
    { id: 'state', title: t('drill.cols.state'), width: 108, render: (r) => (r.kind === 'orders' ? <StatusTag kind="orderStatuses" value={r.row.status} raw={r.row.rawStatus} /> : '') },
    { id: 'host', title: t('drill.cols.host'), width: 96, render: (r) => (r.kind === 'orders' ? r.row.hostName || '—' : '') },
    { id: 'paid', title: t('drill.cols.paid'), width: 96, align: 'right', render: (r) => (r.kind === 'orders' ? <Money value={r.row.paid} /> : '') },
    { id: 'day', title: t('drill.cols.day'), width: 120, render: (r) => (r.kind === 'orders' ? <Instant at={r.row.paidAt} /> : '') },
  ];
}
