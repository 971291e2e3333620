import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ErrorState, LongText, Masked, Money, Rate, StatusTag, Timeline, VirtualTable, dark, light, timeLevel, Countdown, Instant } from '@/design';
import type { TimelineItem } from '@/design';
import { fitting } from './TableFrame';
import { AppError } from '@/lib/appError';
import { press } from '@/lib/hotkeys';
import { setClock } from '@/lib/ticker';
import { renderParts } from '@/testing/render';

const at = Date.parse('2026-11-22T12:00:00+08:00');
const hour = 3600_000;

describe('Money', () => {
  it('formats fen as yuan', () => {
    renderParts(<Money value={{ minor: 123456, currency: 'CNY' }} />);
    expect(screen.getByText('¥1,234.56')).toBeVisible();
  });
  it('shows an unknown amount as a dash, never as zero', () => {
    renderParts(<Money value={{ minor: 0, currency: '' }} />);
    expect(screen.getByText('—')).toBeVisible();
  });
  it('knows currencies without cents', () => {
    renderParts(<Money value={{ minor: 500, currency: 'JPY' }} />, 'en');
    expect(screen.getByText('¥500')).toBeVisible();
  });
});

describe('time left', () => {
  it.each([
    ['calm with a quarter left', 0.25, 'calm'],
    ['amber below a quarter', 0.24, 'amber'],
    ['red below a tenth', 0.09, 'red'],
    ['red when overdue', -0.1, 'red'],
  ])('is %s', (_name, share, level) => {
    expect(timeLevel(at - hour * (1 - share), at + hour * share, at)).toBe(level);
  });
  it('has no level without a deadline', () => expect(timeLevel(at, 0, at)).toBe('none'));
});

describe('clocks', () => {
  let now = at;
  beforeEach(() => {
    now = at;
    vi.useFakeTimers({ now: at });
    setClock(() => now);
  });
  afterEach(() => {
    setClock(() => Date.now());
    vi.useRealTimers();
  });
  const go = (ms: number) =>
    act(() => {
      now += ms;
      vi.advanceTimersByTime(ms);
    });

  it('count minutes while there is time and seconds in the last five minutes', () => {
    renderParts(<Countdown since={at - hour} due={at + 7 * 60_000} />);
    expect(screen.getByText('还剩 7 分钟')).toBeVisible();
    go(61_000);
    expect(screen.getByText('还剩 5 分钟')).toBeVisible();
    go(61_000);
    const first = screen.getByText(/还剩 4 分 \d+ 秒/).textContent;
    go(1000);
    expect(screen.getByText(/还剩 4 分 \d+ 秒/).textContent).not.toBe(first);
  });
  it('show a missing moment as a dash and a near one as a person would say it', () => {
    renderParts(<><Instant at={0} /><Instant at={at - 5 * 60_000} /></>);
    expect(screen.getByText('—')).toBeVisible();
    expect(screen.getByText('5 分钟前')).toHaveAttribute('title', expect.stringContaining('11:55:00'));
  });
});

describe('Rate', () => {
  const v = { known: true, value: 0.5, num: 5, den: 10, low: 0.24, high: 0.76, small: true, immature: false, missing: 0, asOf: 0 };
  it('shows counts, and the interval when it is small', () => {
    renderParts(<Rate value={v} />);
    expect(screen.getByText('50.0%')).toBeVisible();
    expect(screen.getByText('5 / 10')).toBeVisible();
    expect(screen.getByText('24%–76%')).toBeVisible();
  });
  it('shows a dash without a base', () => {
    renderParts(<Rate value={{ ...v, known: false }} />);
    expect(screen.getByText('—')).toBeVisible();
  });
});

describe('StatusTag', () => {
  it('shows what the platform said when we do not know it', () => {
    renderParts(<StatusTag kind="caseStatuses" value="unknown" raw="98" />);
    expect(screen.getByText('未识别状态 · 98')).toBeVisible();
  });
});

describe('ErrorState', () => {
  it('says what happened, what is safe, what to do, and offers the code', () => {
    renderParts(<ErrorState error={new AppError('unavailable', { reason: 'disk_full' })} retry={() => undefined} />);
    const box = screen.getByRole('alert');
    expect(within(box).getByText('磁盘已满。')).toBeVisible();
    expect(box).toHaveTextContent('未发送的操作会保留');
    expect(within(box).getByText('unavailable reason=disk_full')).toBeVisible();
  });
});

describe('Masked', () => {
  it('shows the plain receiver for sixty seconds and masks it again', async () => {
    vi.useFakeTimers({ now: at });
    try {
      const ask = vi.fn().mockResolvedValue({ name: '李晓梅', phone: '13812340427', address: '天府大道 88 号' });
      renderParts(<Masked masked={{ name: '李*', phone: '138****0427', address: '四川' }} onReveal={ask} />);
      fireEvent.click(screen.getByRole('button', { name: /查看/ }));
      await act(() => vi.advanceTimersByTimeAsync(300));
      fireEvent.click(screen.getByText('联系买家'));
      await act(() => vi.advanceTimersByTimeAsync(100));
      expect(ask).toHaveBeenCalledWith('contact_buyer');
      expect(screen.getByText('13812340427')).toBeInTheDocument();
      await act(() => vi.advanceTimersByTimeAsync(61_000));
      expect(screen.queryByText('13812340427')).toBeNull();
      expect(screen.getByText('138****0427')).toBeInTheDocument();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('LongText', () => {
  it('shows ten megabytes of a stranger as plain text, a part at a time', () => {
    const text = '<img src=x onerror=alert(1)>' + '很'.repeat(10_000_000);
    const { container } = renderParts(<LongText text={text} />);
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent?.length).toBeLessThan(1000);
    fireEvent.click(screen.getByRole('button', { name: /再显示/ }));
    expect(container.textContent?.length).toBeGreaterThan(2000);
    expect(container.textContent?.length).toBeLessThan(4000);
  });
});

describe('VirtualTable', () => {
  const columns = [{ id: 'n', title: '号', width: 100, fixed: true, render: (r: { id: string }) => r.id }];
  const many = (n: number, from = 0) => Array.from({ length: n }, (_, i) => ({ id: `r${i + from}` }));
  it('draws only the rows in sight of a million', () => {
    renderParts(<VirtualTable name="t" label="表" columns={columns} rows={many(1_000_000)} rowKey={(r) => r.id} />);
    expect(screen.getAllByRole('row').length).toBeGreaterThan(10);
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
    expect(screen.getByRole('grid')).toHaveAttribute('aria-rowcount', '1000001');
  });
  it('moves, selects and opens by key', () => {
    const open = vi.fn();
    const change = vi.fn();
    renderParts(<VirtualTable name="t" label="表" columns={columns} rows={many(5)} rowKey={(r) => r.id} onOpen={open} selection={{ keys: new Set(), onChange: change }} />);
    act(() => void press('j'));
    act(() => void press('j'));
    act(() => void press('x'));
    expect(change).toHaveBeenCalledWith(new Set(['r1']));
    act(() => void press('Enter'));
    expect(open).toHaveBeenCalledWith({ id: 'r1' });
  });
  it('shows plain words while it flies past, whole rows while it is read and when it rests', () => {
    vi.useFakeTimers();
    try {
      const both = [...columns, { id: 'w', title: '词', width: 100, render: (r: { id: string }) => <b>{`全 ${r.id}`}</b>, text: (r: { id: string }) => `词 ${r.id}` }];
      renderParts(<VirtualTable name="t" label="表" columns={both} rows={many(10_000)} rowKey={(r) => r.id} />);
      const grid = screen.getByRole('grid');
      const scrollBy = (px: number) =>
        act(() => {
          grid.scrollTop += px;
          fireEvent.scroll(grid);
        });
      const plain = () => screen.queryAllByText(/^词 r\d+$/).length;
      const whole = () => screen.queryAllByText(/^全 r\d+$/).length;
      for (let i = 0; i < 5; i++) scrollBy(12);
      expect([plain(), whole() > 10], 'read').toEqual([0, true]);
      scrollBy(100_000);
      expect([plain(), whole() > 10], 'one leap').toEqual([0, true]);
      scrollBy(3000);
      expect([plain() > 10, whole()], 'flying').toEqual([true, 0]);
      scrollBy(12);
      expect([plain(), whole() > 10], 'slow again').toEqual([0, true]);
      scrollBy(3000);
      scrollBy(3000);
      expect(whole(), 'flying').toBe(0);
      act(() => void vi.advanceTimersByTime(200));
      expect([plain(), whole() > 10], 'at rest').toEqual([0, true]);
    } finally {
      vi.useRealTimers();
    }
  });
  it('opens the row that j went to, however fast Enter follows', () => {
    const open = vi.fn();
    renderParts(<VirtualTable name="t" label="表" columns={columns} rows={many(5)} rowKey={(r) => r.id} onOpen={open} />);
    act(() => {
      press('j');
      press('j');
      press('Enter');
    });
    expect(open).toHaveBeenCalledWith({ id: 'r1' });
  });
  it('keeps its active row when new rows arrive above it', () => {
    const open = vi.fn();
    const table = (rows: { id: string }[]) => <VirtualTable name="t" label="表" columns={columns} rows={rows} rowKey={(r) => r.id} onOpen={open} />;
    const { rerender } = renderParts(table(many(5)));
    act(() => void press('j'));
    rerender(table([{ id: 'new' }, ...many(5)]));
    act(() => void press('Enter'));
    expect(open).toHaveBeenCalledWith({ id: 'r0' });
  });
});

describe('columns', () => {
  const column = (id: string, width: number, spare?: number) => ({ id, title: id, width, render: () => id, ...(spare === undefined ? {} : { spare }) });
  const all = [column('left', 160), column('shop', 100, 8), column('reason', 100, 4), column('acts', 120)];
  const fit = (room: number, asked = '') => fitting(all, room, (c) => c.id === asked).map((c) => c.id);
  it('without room go one by one, the most spare first, and what cannot go is scrolled to', () => {
    expect(fit(480)).toEqual(['left', 'shop', 'reason', 'acts']);
    expect(fit(479)).toEqual(['left', 'reason', 'acts']);
    expect(fit(379)).toEqual(['left', 'acts']);
    expect(fit(100)).toEqual(['left', 'acts']);
  });
  it('stay when a person asked for them, and all stand before the window is measured', () => {
    expect(fit(400, 'shop')).toEqual(['left', 'shop', 'acts']);
    expect(fit(0)).toHaveLength(4);
  });
});

describe('Timeline', () => {
  const item = (o: Partial<TimelineItem>): TimelineItem => ({ id: 'a', at: Date.parse('2026-11-22T18:30:00Z'), actor: 'buyer', kind: 'negotiation', source: 'platform', text: '', params: {}, ref: '', images: [], ...o });
  it('shows the source, and platform and local time, of every entry', () => {
    renderParts(<Timeline items={[item({ id: 'a' }), item({ id: 'b', kind: 'trace', actor: 'courier', source: 'carrier' }), item({ id: 'c', kind: 'evidence_added', actor: 'staff', source: 'workstation' })]} shopZone="America/New_York" />);
    const entries = screen.getAllByRole('listitem').filter((li) => li.querySelector('time'));
    expect(entries).toHaveLength(3);
    for (const [i, source] of ['本台', '快递', '平台'].entries()) {
      const time = entries[i]?.querySelector('time');
      expect(entries[i]).toHaveTextContent(source);
      expect(time).toHaveTextContent('02:3011-22 13:30'); // Shanghai on the desk, the day before in New York
      expect(time?.title).toBe('店铺: 2026-11-22 13:30:00 GMT-5\n本机: 2026-11-23 02:30:00 GMT+8');
    }
  });
  it('shows one time where both clocks read the same', () => {
    renderParts(<Timeline items={[item({})]} shopZone="Asia/Shanghai" />);
    expect(document.querySelector('time')?.textContent).toBe('02:30');
  });
});

describe('the palette', () => {
  const lum = (hex: string) => {
    const c = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * (c[0] ?? 0) + 0.7152 * (c[1] ?? 0) + 0.0722 * (c[2] ?? 0);
  };
  const contrast = (a: string, b: string) => {
    const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p) as [number, number];
    return (x + 0.05) / (y + 0.05);
  };
  it.each([['light', light], ['dark', dark]] as const)('has AA contrast for every text colour in %s', (_n, p) => {
    for (const ink of ['text', 'text2', 'text3', 'accent', 'amber', 'red', 'green'] as const) {
      for (const paper of ['bg', 'surface', 'sunken', 'hover', 'selected'] as const) {
        expect(contrast(p[ink], p[paper]), `${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast('#ffffff', p.accentSolid)).toBeGreaterThanOrEqual(4.5);
  });
});
