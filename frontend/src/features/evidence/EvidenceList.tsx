import { Link } from 'react-router';
import { useShops } from '@/bridge';
import type { EvidenceRow, Pages } from '@/bridge';
import { ShopOf, shopOfKey } from '@/bridge/ShopOf';
import { CopyId, Instant, VirtualTable } from '@/design';
import type { Column } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { bytesText } from '@/lib/bytes';
import { Thumb } from './EvidenceTile';
import { remoteOf } from './grouping';
import s from './evidence.module.css';

const keyOf = (r: EvidenceRow) => r.item.id;

/** EvidenceList is the gallery as rows, for those who read rather than look. */
export function EvidenceList({ pages, onOpen }: { pages: Pages<EvidenceRow>; onOpen: (id: string) => void }) {
  const { t } = useTranslation('evidence');
  const label = useLabel();
  const shops = useShops();
  const columns: Column<EvidenceRow>[] = [
    {
      id: 'file', title: t('columns.file'), width: 260, grow: 2, fixed: true, text: (r) => r.item.name,
      render: (r) => (
        <span className={s.fileCell}>
          <Thumb item={r.item} size={28} />
          <span className="ad-clip">{r.item.name}</span>
        </span>
      ),
    },
    { id: 'kind', title: t('columns.kind'), width: 96, render: (r) => label('evidenceKinds', r.item.kind) },
    { id: 'shop', title: t('columns.shop'), width: 96, spare: 2, hidden: shops.size < 2, render: (r) => (r.links[0] ? <ShopOf id={shopOfKey(r.links[0].orderId)} /> : <span className="ad-quiet">—</span>) },
    {
      id: 'order', title: t('columns.order'), width: 188,
      render: (r) => {
        const link = r.links[0];
        return link ? <Link to={`/orders/${encodeURIComponent(link.orderId)}`} className="ad-mono">{remoteOf(link.orderId)}</Link> : <span className="ad-quiet">{t('filter.linkedNo')}</span>;
      },
    },
    { id: 'waybill', title: t('columns.waybill'), width: 180, render: (r) => <CopyId id={r.links[0]?.waybill ?? ''} clip /> },
    { id: 'captured', title: t('columns.captured'), width: 120, render: (r) => <Instant at={r.item.capturedAt} /> },
    { id: 'added', title: t('columns.added'), width: 120, render: (r) => <Instant at={r.item.addedAt} /> },
    { id: 'operator', title: t('columns.operator'), width: 96, render: (r) => r.item.operator || <span className="ad-quiet">—</span> },
    { id: 'size', title: t('columns.size'), width: 88, align: 'right', render: (r) => bytesText(r.item.size) },
  ];
  return (
    <VirtualTable
      name="evidence" label={t('title')} columns={columns} rows={pages.rows} rowKey={keyOf} onOpen={(r) => onOpen(r.item.id)} hasMore={pages.hasMore} loadMore={pages.loadMore}
      loading={pages.loading} loadingMore={pages.loadingMore} refreshing={pages.refreshing} error={pages.error} retry={pages.retry}
    />
  );
}
