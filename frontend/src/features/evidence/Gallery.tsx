import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from '@/i18n';
import type { EvidenceRow, Pages } from '@/bridge';
import { useLook } from '@/design';
import { useHotkeys } from '@/lib/hotkeys';
import { EvidenceTile } from './EvidenceTile';
import { groupRows, remoteOf, shelve } from './grouping';
import type { Group, GroupBy } from './grouping';
import s from './evidence.module.css';

const TILE = 156;
const LINE = 196;
const HEAD = 36;

interface Props {
  pages: Pages<EvidenceRow>;
  by: GroupBy;
  onOpen: (id: string) => void;
}

/** Gallery is a virtual wall of tiles under headings; arrows walk it, Enter opens. */
export function Gallery({ pages, by, onOpen }: Props) {
  const { zone } = useLook();
  const box = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(6);
  const [at, setAt] = useState(-1);

  useEffect(() => {
    const node = box.current;
    if (!node || typeof ResizeObserver === 'undefined') return undefined;
    const watch = new ResizeObserver(() => setColumns(Math.max(2, Math.floor((node.clientWidth - 24) / TILE))));
    watch.observe(node);
    return () => watch.disconnect();
  }, []);

  const groups = useMemo(() => groupRows(pages.rows, by, zone), [pages.rows, by, zone]);
  const shelves = useMemo(() => shelve(groups, columns, by !== 'none'), [groups, columns, by]);
  const flat = useMemo(() => groups.flatMap((g) => g.rows), [groups]);
  const virtual = useVirtualizer({
    count: shelves.length,
    getScrollElement: () => box.current,
    estimateSize: (i) => (shelves[i]?.kind === 'head' ? HEAD : LINE),
    overscan: 4,
    initialRect: { width: 1200, height: 720 },
  });
  const items = virtual.getVirtualItems();
  const lastShown = items[items.length - 1]?.index ?? 0;
  const { hasMore, loadMore } = pages;
  useEffect(() => {
    if (hasMore && lastShown >= shelves.length - 3) loadMore();
  }, [hasMore, lastShown, shelves.length, loadMore]);
  useEffect(() => virtual.measure(), [virtual, shelves]);

  const move = (by: number) => {
    const next = Math.max(0, Math.min(at + by, flat.length - 1));
    setAt(next);
    const shelf = shelves.findIndex((x) => x.kind === 'tiles' && next >= x.from && next < x.from + x.rows.length);
    if (shelf >= 0) virtual.scrollToIndex(shelf);
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowRight: () => move(1),
    ArrowLeft: () => move(-1),
    ArrowDown: () => move(columns),
    ArrowUp: () => move(-columns),
    Enter: () => {
      const row = flat[at];
      if (!row) return false;
      onOpen(row.item.id);
      return true;
    },
  });

  return (
    <div ref={box} className={s.gallery}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((v) => {
          const shelf = shelves[v.index];
          if (!shelf) return null;
          const style = { position: 'absolute', top: 0, left: 0, right: 0, height: v.size, transform: `translateY(${v.start}px)` } as const;
          if (shelf.kind === 'head') {
            return (
              <div key={v.key} className={s.shelfHead} style={style}>
                <GroupName group={shelf.group} by={by} />
                <span className={s.quiet}>{shelf.group.rows.length}</span>
              </div>
            );
          }
          return (
            <div key={v.key} className={s.shelf} style={{ ...style, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
              {shelf.rows.map((row, i) => (
                <EvidenceTile key={row.item.id} row={row} chosen={shelf.from + i === at} onOpen={onOpen} onFocus={() => setAt(shelf.from + i)} />
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function GroupName({ group, by }: { group: Group; by: GroupBy }) {
  const { t } = useTranslation('evidence');
  if (group.key === '') return <b>{t(by === 'waybill' ? 'groupNoWaybill' : 'groupUnlinked')}</b>;
  return <b className={by === 'day' ? s.num : s.mono}>{by === 'order' ? remoteOf(group.key) : group.key}</b>;
}
