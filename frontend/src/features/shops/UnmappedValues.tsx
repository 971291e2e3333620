import { App, Button, Select, Skeleton } from 'antd';
import { useState } from 'react';
import type { ShopCard, Unmapped } from '@/bridge';
import { EmptyState, ErrorState, errorText, Instant, ShopMark } from '@/design';
import i18next, { useLabel, useTranslation } from '@/i18n';
import type { EnumGroup } from '@/i18n';
import { useSay } from '@/i18n/words';
import { useMapValue, useUnmapped } from './queries';
import s from './shops.module.css';

// What a field's values can mean, by the list of labels that names them.
const GROUPS: Record<string, EnumGroup> = {
  'after_sale.status': 'caseStatuses',
  'after_sale.type': 'caseTypes',
  'after_sale.arbitration': 'arbitrations',
  'after_sale.actor': 'actors',
  'after_sale.reason': 'reasons',
  'order.status': 'orderStatuses',
  'order.channel': 'channels',
  'trace.state': 'trackStates',
};

/** meaningsOf lists the values a field can be mapped to; unknown is not a meaning. */
export function meaningsOf(field: string): { value: string; group: EnumGroup }[] {
  const group = GROUPS[field];
  if (!group) return [];
  const words = i18next.getResource('zh-CN', 'enums', group) as Record<string, string>;
  return Object.keys(words).filter((v) => v !== 'unknown').map((value) => ({ value, group }));
}

/** UnmappedValues lists what a platform said and we did not know, and lets a person say what it means. */
export function UnmappedValues({ cards }: { cards: ShopCard[] }) {
  const { t } = useTranslation('shops');
  const withAny = cards.filter((c) => c.shop.platform !== 'sheet' || c.unmapped > 0);
  if (cards.every((c) => c.unmapped === 0)) return <EmptyState title={t('unmapped.empty')} text={t('unmapped.emptyText')} />;
  return (
    <div className={s.scroll}>
      <p className="ad-quiet">{t('unmapped.intro')}</p>
      {withAny.map((c) => (
        <OfShop key={c.shop.id} card={c} />
      ))}
    </div>
  );
}

function OfShop({ card }: { card: ShopCard }) {
  const { t } = useTranslation('shops');
  const list = useUnmapped(card.shop.id);
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton active />;
  if (list.data.length === 0) return null;
  return (
    <table className={s.table}>
      <caption><ShopMark shop={card.shop} long /></caption>
      <thead>
        <tr>
          <th>{t('unmapped.field')}</th>
          <th>{t('unmapped.raw')}</th>
          <th className={s.right}>{t('unmapped.count')}</th>
          <th>{t('unmapped.first')}</th>
          <th>{t('unmapped.last')}</th>
          <th>{t('unmapped.means')}</th>
        </tr>
      </thead>
      <tbody>
        {list.data.map((u) => (
          <Value key={`${u.field} ${u.raw}`} value={u} />
        ))}
      </tbody>
    </table>
  );
}

function Value({ value }: { value: Unmapped }) {
  const { t } = useTranslation('shops');
  const say = useSay('shops');
  const label = useLabel();
  const { message } = App.useApp();
  const map = useMapValue();
  const [to, setTo] = useState(value.mappedTo);
  const meanings = meaningsOf(value.field);
  const apply = () =>
    void map.mutateAsync({ id: value.shopId, field: value.field, raw: value.raw, to }).then(
      (n) => message.success(t('unmapped.applied', { n })),
      (e: unknown) => message.error(errorText(e)),
    );
  return (
    <tr>
      <td>{say('unmapped.fields', value.field)}</td>
      <td className="ad-mono">{value.raw}</td>
      <td className={s.right}>{value.count}</td>
      <td><Instant at={value.firstAt} /></td>
      <td><Instant at={value.lastAt} /></td>
      <td>
        {meanings.length === 0 ? (
          <span className="ad-quiet">{t('unmapped.kept')}</span>
        ) : (
          <span className="ad-row">
            <Select
              size="small"
              showSearch={{ optionFilterProp: 'label' }}
              aria-label={`${t('unmapped.pick')} ${value.raw}`}
              placeholder={t('unmapped.pick')}
              value={to || undefined}
              options={meanings.map((m) => ({ value: m.value, label: label(m.group, m.value) }))}
              onChange={setTo}
              style={{ width: 168 }}
            />
            <Button size="small" type="primary" disabled={to === '' || to === value.mappedTo} loading={map.isPending} onClick={apply}>{t('unmapped.apply')}</Button>
            {value.mappedTo && <span className="ad-quiet">{t('unmapped.mapped')}</span>}
          </span>
        )}
      </td>
    </tr>
  );
}
