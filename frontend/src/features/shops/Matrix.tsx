import { CheckOutlined, MinusOutlined, PlusCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Capability, ShopCard } from '@/bridge';
import { ShopMark } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { useUrlState } from '@/lib/useUrlState';
import s from './shops.module.css';

// Needs that a person can mend from here, and by what.
const BY_FILE = new Set(['api_switched_off', 'file_shop', 'import_file']);

/** Matrix is shops × abilities: what works, and the one step that is missing where it does not. */
export function Matrix({ cards }: { cards: ShopCard[] }) {
  const { t } = useTranslation('shops');
  const label = useLabel();
  const abilities = cards[0]?.capabilities.map((c) => c.ability) ?? [];
  return (
    <div className={s.scroll}>
      <p className="ad-quiet">{t('matrix.intro')}</p>
      <table className={s.table}>
        <thead>
          <tr>
            <th>{t('matrix.ability')}</th>
            {cards.map((c) => (
              <th key={c.shop.id}><ShopMark shop={c.shop} long /></th>
            ))}
          </tr>
        </thead>
        <tbody>
          {abilities.map((a) => (
            <tr key={a}>
              <th scope="row">{label('abilities', a)}</th>
              {cards.map((c) => (
                <td key={c.shop.id}><Cell cell={c.capabilities.find((x) => x.ability === a)} card={c} /></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell, card }: { cell: Capability | undefined; card: ShopCard }) {
  const { t } = useTranslation('shops');
  const label = useLabel();
  const say = useSay('shops');
  const url = useUrlState();
  if (!cell) return <span className="ad-quiet">—</span>;
  if (cell.state === 'enabled') return <span className={s.works}><CheckOutlined /> {label('capabilityStates', 'enabled')}</span>;
  const need = say('matrix.needs', cell.needs, { other: t('matrix.needsOther', { code: cell.needs || '—' }) });
  const byFile = BY_FILE.has(cell.needs) && cell.ability !== 'act';
  return (
    <span className={cell.state === 'disabled' ? s.step : s.never}>
      {cell.state === 'disabled' ? <PlusCircleOutlined /> : <MinusOutlined />}
      <span>
        <span className={cell.state === 'disabled' ? 'ad-strong' : 'ad-quiet'}>{label('capabilityStates', cell.state)}</span>
        <span className="ad-small">{need}</span>
        {byFile && (
          <Button type="link" size="small" className={s.inline} onClick={() => url.set({ import: '1', shop: card.shop.id, kind: cell.ability })}>
            {t('matrix.act.importIt')}
          </Button>
        )}
        {cell.needs === 'writes_off' && (
          <Button type="link" size="small" className={s.inline} onClick={() => url.set({ tab: undefined })}>
            {t('matrix.act.fix')}
          </Button>
        )}
        {(cell.needs === 'reauthorise' || cell.needs === 'credentials') && (
          <Button type="link" size="small" className={s.inline} onClick={() => url.set({ connect: '1' })}>
            {t('matrix.act.fix')}
          </Button>
        )}
      </span>
    </span>
  );
}
