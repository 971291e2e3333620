import { FileOutlined, PlayCircleFilled } from '@ant-design/icons';
import { useState } from 'react';
import { useLabel, useTranslation } from '@/i18n';
import { thumbURL, useShops } from '@/bridge';
import { ShopOf, shopOfKey } from '@/bridge/ShopOf';
import type { EvidenceItem, EvidenceRow } from '@/bridge';
import { remoteOf } from './grouping';
import s from './evidence.module.css';

export const isVideo = (item: EvidenceItem) => item.mediaType.startsWith('video/');
export const isPicture = (item: EvidenceItem) => item.mediaType.startsWith('image/');

/** lengthText is minutes and seconds of a clip: 1:07. */
export function lengthText(ms: number): string {
  const all = Math.round(ms / 1000);
  return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, '0')}`;
}

/** Thumb shows a file's small picture, or what it is when there is none. */
export function Thumb({ item, size }: { item: EvidenceItem; size?: number }) {
  const [broken, setBroken] = useState(false);
  const drawn = (isPicture(item) || isVideo(item)) && !broken;
  const ext = item.name.includes('.') ? (item.name.split('.').pop() ?? '').slice(0, 5).toUpperCase() : '';
  return (
    <span className={s.thumb} style={size ? { width: size, height: size } : undefined}>
      {drawn && isPicture(item) ? (
        <img src={thumbURL(item.id)} alt="" loading="lazy" decoding="async" onError={() => setBroken(true)} />
      ) : (
        <span className={s.thumbKind}>
          {isVideo(item) ? <PlayCircleFilled /> : <FileOutlined />}
          <span>{ext}</span>
        </span>
      )}
      {isVideo(item) && item.durationMs > 0 && <span className={s.length}>{lengthText(item.durationMs)}</span>}
    </span>
  );
}

interface TileProps {
  row: EvidenceRow;
  chosen: boolean;
  onOpen: (id: string) => void;
  onFocus: () => void;
}

/** EvidenceTile is one file of the gallery; its number stands under the picture. */
export function EvidenceTile({ row, chosen, onOpen, onFocus }: TileProps) {
  const { t } = useTranslation('evidence');
  const label = useLabel();
  const shops = useShops();
  const link = row.links[0];
  const under = link?.waybill || (link ? remoteOf(link.orderId) : '') || row.item.name;
  const kind = label('evidenceKinds', row.item.kind);
  return (
    <button type="button" className={chosen ? `${s.tile} ${s.chosen}` : s.tile} onClick={() => onOpen(row.item.id)} onFocus={onFocus} title={row.item.name}>
      <Thumb item={row.item} />
      <span className={s.tileId}>{under}</span>
      <span className={s.tileKind}>
        {kind}
        {link && shops.size > 1 && <ShopOf id={shopOfKey(link.orderId)} />}
        {!link && <em>{t('filter.linkedNo')}</em>}
      </span>
    </button>
  );
}
