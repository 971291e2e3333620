import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { memo, useCallback, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { ErrorState } from './Frames';
import { checkStyle } from './TableRow';
import type { Column, Shown } from './TableRow';
import { useTranslation } from '@/i18n';

/** ColumnChoice is which columns a person wants to see; `narrow` says that some are away for want of room. */
export interface ColumnChoice<R> {
  shown: Shown<R>[];
  narrow: boolean;
  isShown: (c: Column<R>) => boolean;
  toggle: (c: Column<R>) => void;
  reset: () => void;
}

/** fitting leaves out spare columns, the highest first, until the rest fits into `room` px; 0 = not measured yet. */
export function fitting<R>(columns: Column<R>[], room: number, asked: (c: Column<R>) => boolean): Column<R>[] {
  let rest = columns;
  let width = rest.reduce((n, c) => n + c.width, 0);
  while (room > 0 && width > room) {
    const [out] = rest.filter((c) => c.spare !== undefined && !c.fixed && !asked(c)).sort((a, b) => (b.spare ?? 0) - (a.spare ?? 0));
    if (!out) break;
    rest = rest.filter((c) => c !== out);
    width -= out.width;
  }
  return rest;
}

/** useColumnChoice remembers by `name` which columns are shown; `room` is how many px there are for them. */
export function useColumnChoice<R>(name: string, columns: Column<R>[], room: number): ColumnChoice<R> {
  const storeKey = `ad.columns.${name}`;
  const [choice, setChoice] = useState<Record<string, boolean>>(() => {
    try {
      return JSON.parse(localStorage.getItem(storeKey) ?? '{}') as Record<string, boolean>;
    } catch {
      return {};
    }
  });
  const wanted = useMemo(() => columns.filter((c) => c.fixed || (choice[c.id] ?? !c.hidden)), [columns, choice]);
  const shown = useMemo(
    () => fitting(wanted, room, (c) => choice[c.id] === true).map((c) => ({ ...c, style: { width: c.width, flexGrow: c.grow ?? 0 } })),
    [wanted, room, choice],
  );
  const narrow = shown.length < wanted.length;
  const isShown = useCallback((c: Column<R>) => shown.some((x) => x.id === c.id), [shown]);
  return useMemo(() => {
    const change = (next: Record<string, boolean>) => {
      setChoice(next);
      try {
        localStorage.setItem(storeKey, JSON.stringify(next));
      } catch {
        // private window: the choice lasts until the window closes
      }
    };
    return { shown, narrow, isShown, toggle: (c: Column<R>) => change({ ...choice, [c.id]: !isShown(c) }), reset: () => change({}) };
  }, [shown, narrow, isShown, choice, storeKey]);
}

function HeadLine<R>(p: { columns: Shown<R>[]; select?: { all: boolean; some: boolean; onAll: () => void } | undefined }) {
  const { t } = useTranslation();
  return (
    <div className="ad-table-head" role="row" aria-rowindex={1}>
      {p.select && (
        <div className="ad-cell" role="columnheader" style={checkStyle}>
          <Checkbox checked={p.select.all} indeterminate={p.select.some} aria-label={t('list.selectAll')} onChange={p.select.onAll} />
        </div>
      )}
      {p.columns.map((c) => (
        <div key={c.id} className="ad-cell" role="columnheader" data-align={c.align} style={c.style}>{c.title}</div>
      ))}
    </div>
  );
}

/** Head is the line of column titles. It is not drawn again while the list scrolls. */
export const Head = memo(HeadLine) as typeof HeadLine;

function FootLine<R>(p: {
  count: number; loading: boolean; hasMore: boolean; loadMore: (() => void) | undefined; loadingMore: boolean; error: unknown; retry: (() => void) | undefined;
  foot: ReactNode; columns: Column<R>[]; choice: ColumnChoice<R>;
}) {
  const { t } = useTranslation();
  const optional = p.columns.filter((c) => !c.fixed);
  return (
    <div className="ad-table-foot">
      <span className="ad-num" role="status">{p.loading ? t('list.loading') : p.hasMore ? t('list.shown', { n: p.count }) : t('list.count', { n: p.count })}</span>
      {p.count > 0 && p.error ? <span><ErrorLine error={p.error} retry={p.retry} /></span> : null}
      {p.hasMore && <Button size="small" type="link" loading={p.loadingMore} onClick={p.loadMore}>{t('list.loadMore')}</Button>}
      <span className="ad-grow">{p.foot}</span>
      {optional.length > 0 && (
        <Popover
          trigger="click" placement="topRight"
          content={
            <div className="ad-col" style={{ gap: 4 }}>
              {optional.map((c) => (
                <Checkbox key={c.id} checked={p.choice.isShown(c)} onChange={() => p.choice.toggle(c)}>{c.title}</Checkbox>
              ))}
              {p.choice.narrow && <p className="ad-quiet ad-small">{t('list.narrow')}</p>}
              <Button size="small" type="link" onClick={p.choice.reset}>{t('list.reset')}</Button>
            </div>
          }
        >
          <Button size="small" type="text" icon={<SettingOutlined />}>{t('list.columns')}</Button>
        </Popover>
      )}
    </div>
  );
}

/** Foot is the line below a list: how many rows, more of them, and the choice of columns. It is not drawn again while the list scrolls. */
export const Foot = memo(FootLine) as typeof FootLine;

function ErrorLine({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { t } = useTranslation();
  return (
    <Popover trigger="click" content={<div style={{ width: 360 }}><ErrorState error={error} retry={retry} /></div>}>
      <Button size="small" type="link">{t('error.title')}</Button>
    </Popover>
  );
}
