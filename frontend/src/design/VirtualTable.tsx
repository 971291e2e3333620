import { Button } from 'antd';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLook } from './DesignProvider';
import { ErrorState } from './Frames';
import { Foot, Head, useColumnChoice } from './TableFrame';
import { PassingRow, Row, checkWidth } from './TableRow';
import type { Column } from './TableRow';
import { useTranslation } from '@/i18n';
import { useHotkeys } from '@/lib/hotkeys';
import type { Bindings } from '@/lib/hotkeys';

export type { Column } from './TableRow';

/** Selection is the chosen rows by key; it survives a refresh. */
export interface Selection {
  keys: ReadonlySet<string>;
  onChange: (keys: Set<string>) => void;
}

/** VirtualTableProps: `name` keeps the column choice, `label` names the table for a screen reader. */
export interface VirtualTableProps<R> {
  name: string;
  label: string;
  columns: Column<R>[];
  rows: R[];
  rowKey: (row: R) => string;
  onOpen?: (row: R) => void;
  selection?: Selection;
  hasMore?: boolean;
  loadMore?: () => void;
  loading?: boolean;
  loadingMore?: boolean;
  refreshing?: boolean;
  error?: unknown;
  retry?: () => void;
  empty?: ReactNode;
  keys?: Record<string, (row: R) => void>; // single keys on the active row, such as "a"
  foot?: ReactNode;
  hotkeys?: boolean; // false: this table does not take the keyboard
  active?: string; // controlled active row
  onActive?: (row: R) => void;
  level?: (row: R) => string | undefined; // colour of the mark at a row's edge: "amber", "red"
}

// Browsers cap an element's height near 33 million px; above this the scroll
// bar is scaled instead, so that a million rows still end at their end.
const maxHeight = 30_000_000;
const headHeight = 32;
const edges = 16; // of a row, left and right of its cells
const initialRect = { width: 1200, height: 640 };
// Rows are placed from the start of their block, so that a row keeps its place
// (and is not drawn again) while the list scrolls, and no coordinate gets large.
const block = 4096;

// From two frames in a row that each move the list by this share of what is seen,
// it flies past: nobody reads it, and drawing every cell would halve the frame rate.
const flying = 0.5;

/**
 * VirtualTable is every long list of the window: only the rows in sight exist.
 * j/k or arrows move, Enter opens, x selects. Refreshing never moves what is
 * being read: new rows above are announced instead.
 */
export function VirtualTable<R>(p: VirtualTableProps<R>) {
  const { rowHeight } = useLook();
  const { t } = useTranslation();
  const { rows, rowKey, selection, onOpen, onActive, hasMore, loadMore } = p;
  const scroller = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0); // px for the cells of a row
  const choice = useColumnChoice(p.name, p.columns, room);
  const selectable = selection !== undefined;
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const [fresh, setFresh] = useState(0);
  const total = rows.length * rowHeight;
  const [view, setView] = useState(640); // height of what is seen of the rows
  const [passing, setPassing] = useState(false);
  const ratio = total > maxHeight ? (total - view) / (maxHeight - view) : 1;

  // The virtualizer subscribes once, so the scale of a list that has grown since is read, not closed over.
  const scale = useRef(ratio);
  const seen = useRef(view);
  useLayoutEffect(() => {
    if (scale.current === ratio) return;
    scale.current = ratio;
    scroller.current?.dispatchEvent(new Event('scroll'));
  }, [ratio]);
  const observe = useCallback(
    (v: Virtualizer<HTMLDivElement, Element>, cb: (offset: number, scrolling: boolean) => void) => {
      const el = v.scrollElement;
      if (!el) return undefined;
      let still: ReturnType<typeof setTimeout> | undefined;
      let was = el.scrollTop * scale.current;
      let fast = 0; // frames in a row
      const read = () => {
        const at = el.scrollTop * scale.current;
        fast = Math.abs(at - was) > seen.current * flying ? fast + 1 : 0;
        was = at;
        setPassing(fast > 1);
        cb(at, true);
        if (still) clearTimeout(still);
        still = setTimeout(() => {
          fast = 0;
          setPassing(false);
          cb(el.scrollTop * scale.current, false);
        }, 120);
      };
      cb(el.scrollTop * scale.current, false);
      el.addEventListener('scroll', read, { passive: true });
      return () => {
        if (still) clearTimeout(still);
        el.removeEventListener('scroll', read);
      };
    },
    [],
  );
  const scrollTo = useCallback(
    (offset: number, _o: unknown, v: Virtualizer<HTMLDivElement, Element>) => {
      if (v.scrollElement) v.scrollElement.scrollTop = offset / ratio;
    },
    [ratio],
  );
  // These must keep their identity: a new one makes the virtualizer measure all rows again.
  const getScrollElement = useCallback(() => scroller.current, []);
  const estimateSize = useCallback(() => rowHeight, [rowHeight]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement,
    estimateSize,
    overscan: passing ? 1 : 4, // while flying, all that is drawn beyond the edge is gone before it is seen
    initialRect,
    observeElementOffset: observe,
    scrollToFn: scrollTo,
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  useLayoutEffect(() => {
    const el = scroller.current;
    if (!el) return undefined;
    const read = () => {
      seen.current = Math.max(rowHeight, el.clientHeight - headHeight);
      setView(seen.current);
      setRoom(Math.max(0, el.clientWidth - edges - (selectable ? checkWidth : 0)));
    };
    read();
    const o = new ResizeObserver(read);
    o.observe(el);
    return () => o.disconnect();
  }, [rowHeight, selectable]);

  // Where a row lies now, by key; rebuilt per answer of Go, not per frame.
  const place = useMemo(() => new Map(rows.map((r, i) => [rowKey(r), i])), [rows, rowKey]);
  const key = p.active ?? activeKey;
  const active = key === null ? -1 : (place.get(key) ?? -1);

  // Keep what is read in its place: when rows appear above the first row in
  // sight, scroll by as much and announce them.
  const anchor = useRef<{ key: string; keys: Map<string, number> } | null>(null);
  useLayoutEffect(() => {
    const el = scroller.current;
    const before = anchor.current;
    if (el && before && before.keys !== place && el.scrollTop > rowHeight / 2) {
      const was = before.keys.get(before.key);
      const is = place.get(before.key);
      if (was !== undefined && is !== undefined && is !== was) {
        el.scrollTop += ((is - was) * rowHeight) / ratio;
        if (is > was) setFresh((n) => n + is - was);
      }
    }
  }, [place, rowHeight, ratio]);
  // The offset comes from the virtualizer: reading it from the element here would lay the page out twice per frame.
  const offset = virtual.scrollOffset ?? 0;
  useLayoutEffect(() => {
    const row = rows[Math.floor(offset / rowHeight)];
    anchor.current = row === undefined ? null : { key: rowKey(row), keys: place };
  });
  useEffect(() => {
    if (offset < rowHeight && fresh > 0) setFresh(0);
  }, [offset, rowHeight, fresh]);
  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? -1;
  const base = Math.floor((items[0]?.index ?? 0) / block) * block * rowHeight;
  useEffect(() => {
    if (hasMore && loadMore && rows.length > 0 && lastIndex >= rows.length - 20 && !p.error) loadMore();
  }, [lastIndex, rows.length, hasMore, loadMore, p.error]);

  const setActive = useCallback(
    (i: number) => {
      const row = rows[i];
      if (row === undefined) return;
      setActiveKey(rowKey(row));
      onActive?.(row);
    },
    [rows, rowKey, onActive],
  );
  const reveal = (i: number) => {
    const el = scroller.current;
    if (!el) return;
    const [top, seen] = [i * rowHeight, el.scrollTop * ratio];
    if (top < seen) el.scrollTop = top / ratio;
    else if (top + rowHeight > seen + view) el.scrollTop = (top + rowHeight - view) / ratio;
  };
  const move = (by: number) => {
    if (rows.length === 0) return;
    const first = Math.ceil(((scroller.current?.scrollTop ?? 0) * ratio) / rowHeight);
    const next = active < 0 && Math.abs(by) < rows.length ? Math.min(rows.length - 1, first) : Math.min(rows.length - 1, Math.max(0, Math.max(active, 0) + by));
    setActive(next);
    reveal(next);
  };
  const toggle = useCallback(
    (i: number) => {
      const row = rows[i];
      if (row === undefined || !selection) return;
      const next = new Set(selection.keys);
      const k = rowKey(row);
      if (next.has(k)) next.delete(k);
      else next.add(k);
      selection.onChange(next);
    },
    [rows, rowKey, selection],
  );
  const current = active < 0 ? undefined : rows[active];
  const bindings: Bindings = {
    j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1),
    PageDown: () => move(15), PageUp: () => move(-15), Home: () => move(-rows.length), End: () => move(rows.length),
    Enter: () => (current !== undefined && onOpen ? onOpen(current) : false),
    x: () => (selection && current !== undefined ? toggle(active) : false),
  };
  for (const [k, fn] of Object.entries(p.keys ?? {})) bindings[k] = () => (current === undefined ? false : fn(current));
  useHotkeys(bindings, { enabled: p.hotkeys !== false });

  const onClick = useCallback(
    (i: number, e: React.MouseEvent) => {
      setActive(i);
      if (e.target instanceof Element && e.target.closest('button, a, input')) return;
      if (selection && (e.ctrlKey || e.metaKey)) return toggle(i);
      const row = rows[i];
      if (row !== undefined) onOpen?.(row);
    },
    [rows, onOpen, selection, setActive, toggle],
  );
  const select = useMemo(() => {
    if (!selection) return undefined;
    const all = rows.length > 0 && selection.keys.size >= rows.length && rows.every((r) => selection.keys.has(rowKey(r)));
    return { all, some: selection.keys.size > 0 && !all, onAll: () => selection.onChange(all ? new Set() : new Set(rows.map(rowKey))) };
  }, [selection, rows, rowKey]);
  const domId = (k: string) => `${p.name}-${k}`;
  const Line = passing ? PassingRow : Row;
  const selectLabel = t('list.select');

  return (
    <div className="ad-table">
      {p.refreshing && <div className="ad-busy-line" aria-hidden />}
      {fresh > 0 && offset > rowHeight && (
        <Button
          className="ad-fresh" size="small" type="primary"
          onClick={() => {
            if (scroller.current) scroller.current.scrollTop = 0;
            setFresh(0);
          }}
        >
          {t('list.fresh', { n: fresh })}
        </Button>
      )}
      <div
        ref={scroller} className="ad-table-scroll" role="grid" tabIndex={0} aria-label={p.label} aria-rowcount={rows.length + 1} aria-busy={p.loading || undefined}
        aria-multiselectable={selection ? true : undefined} aria-activedescendant={current === undefined ? undefined : domId(rowKey(current))}
      >
        <Head columns={choice.shown as never} select={select} />
        {rows.length > 0 ? (
          <div role="rowgroup" style={{ height: Math.min(total, maxHeight), position: 'relative', minWidth: 'max-content' }}>
            <div role="presentation" style={{ position: 'absolute', left: 0, top: 0, width: '100%', transform: `translateY(${base - offset + offset / ratio}px)` }}>
              {items.map((it, nth) => {
                const row = rows[it.index];
                if (row === undefined) return null;
                const k = rowKey(row);
                const y = it.start - base;
                return (
                  <Line
                    key={passing ? nth : k} id={k} domId={domId(k)} row={row as never} index={it.index} y={y} active={it.index === active} selected={selection?.keys.has(k) ?? false}
                    selectable={selectable} columns={choice.shown as never} level={p.level?.(row)} onClick={onClick} onToggle={toggle} selectLabel={selectLabel}
                  />
                );
              })}
            </div>
          </div>
        ) : p.error ? (
          <Alone><div style={{ padding: 16 }}><ErrorState error={p.error} retry={p.retry} /></div></Alone>
        ) : p.loading ? (
          <div aria-hidden style={{ padding: 12 }}>
            {Array.from({ length: 8 }, (_, i) => (
              <div key={i} className="ad-skeleton" style={{ margin: '12px 4px 24px', width: `${92 - ((i * 17) % 40)}%` }} />
            ))}
          </div>
        ) : (
          p.empty && <Alone>{p.empty}</Alone>
        )}
      </div>
      <Foot
        count={rows.length} loading={p.loading ?? false} hasMore={hasMore ?? false} loadMore={loadMore} loadingMore={p.loadingMore ?? false} error={p.error} retry={p.retry}
        foot={p.foot} columns={p.columns as never} choice={choice as never}
      />
    </div>
  );
}

/** Alone is what stands in a grid in place of rows; a grid may hold rows only, so it is one. */
function Alone({ children }: { children: ReactNode }) {
  return <div role="row"><div role="gridcell">{children}</div></div>;
}
