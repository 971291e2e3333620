import { memo } from 'react';
import type { CSSProperties, ReactNode } from 'react';

/** Column is one column of a VirtualTable. */
export interface Column<R> {
  id: string;
  title: ReactNode;
  width: number;
  grow?: number; // share of the spare width
  align?: 'left' | 'right' | 'center';
  render: (row: R) => ReactNode;
  text?: (row: R) => string; // whole text on hover, and all that is shown while the list flies past
  hidden?: boolean; // not shown until a person chooses it
  fixed?: boolean; // cannot be hidden
  spare?: number; // goes while the window is too narrow for all, the highest first; one that a person asked for stays
}

/** Shown is a column that a person sees, with the style of its cells made once: a new object per cell and frame would be compared property by property. */
export interface Shown<R> extends Column<R> {
  style: CSSProperties;
}

/** RowProps is one line of a list at `y` px from the start of its block. */
export interface RowProps<R> {
  row: R; id: string; index: number; y: number; active: boolean; selected: boolean; selectable: boolean; columns: Shown<R>[]; level?: string | undefined;
  onClick: (index: number, e: React.MouseEvent) => void; onToggle: (index: number) => void; selectLabel: string; domId: string;
}

/** checkStyle is the width of the column of check boxes. */
export const checkWidth = 32;
export const checkStyle: CSSProperties = { width: checkWidth };

function RowLine<R>(p: RowProps<R>) {
  return (
    <div
      id={p.domId} className="ad-row-line" role="row" aria-rowindex={p.index + 2} aria-selected={p.selectable ? p.selected : undefined} data-active={p.active} data-level={p.level} data-key={p.id}
      style={{ transform: `translateY(${p.y}px)` }} onClick={(e) => p.onClick(p.index, e)}
    >
      {p.selectable && (
        <div className="ad-cell" role="gridcell" style={checkStyle} onClick={(e) => e.stopPropagation()}>
          <input type="checkbox" className="ad-check" checked={p.selected} onChange={() => p.onToggle(p.index)} aria-label={p.selectLabel} tabIndex={-1} />
        </div>
      )}
      {p.columns.map((c) => (
        <div key={c.id} className="ad-cell" role="gridcell" data-align={c.align} title={c.text?.(p.row)} style={c.style}>
          {c.render(p.row)}
        </div>
      ))}
    </div>
  );
}

/** Row is one line with all its cells. */
export const Row = memo(RowLine) as typeof RowLine;

/**
 * PassingRow is a line of a list that flies past faster than a person can read: the same cells, with the words of those
 * columns that have plain words and without components, marks and keys. Every such line is drawn into the elements of
 * the one that stood there a frame before.
 */
export function PassingRow<R>(p: RowProps<R>) {
  return (
    <div
      className="ad-row-line" role="row" aria-rowindex={p.index + 2} aria-selected={p.selectable ? p.selected : undefined} data-active={p.active} data-passing=""
      style={{ transform: `translateY(${p.y}px)` }} onClick={(e) => p.onClick(p.index, e)}
    >
      {p.selectable && <div className="ad-cell" role="gridcell" style={checkStyle} />}
      {p.columns.map((c) => (
        <div key={c.id} className="ad-cell" role="gridcell" data-align={c.align} style={c.style}>{c.text?.(p.row)}</div>
      ))}
    </div>
  );
}
