import type { PackItem } from '@/bridge';
import { useTranslation } from '@/i18n';

/** Checklist is what belongs into the parcel, by scan or by hand: the whole row is the key, a glove hits it. */
export function Checklist({ items, last, closed, onTick }: { items: PackItem[]; last: string; closed: boolean; onTick: (id: string, n: number) => void }) {
  const { t } = useTranslation('packing');
  return (
    <ul className="bench-items" aria-label={t('items')}>
      {items.map((it) => {
        const full = it.done >= it.qty;
        return (
          <li key={it.id} data-full={full} data-last={it.id === last}>
            <button type="button" disabled={closed} aria-pressed={full} title={full ? t('takeOut') : t('putIn')} onClick={() => onTick(it.id, full ? 0 : it.done + 1)}>
              <span className="bench-tick" aria-hidden>{full ? '✓' : ''}</span>
              <span className="bench-item">
                <span className="bench-item-name">{it.gift && <b className="bench-gift">{t('gifts')}</b>}{it.name}</span>
                {(it.spec || it.skuCode) && <span className="bench-item-spec">{it.spec || it.size} <span className="ad-mono">{it.skuCode}</span></span>}
              </span>
              <span className="bench-count ad-num" data-many={it.qty > 1}>{t('pieces', { done: it.done, qty: it.qty })}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
