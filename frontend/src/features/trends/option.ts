import type { EChartsCoreOption } from 'echarts/core';
import type { Line, Point, Scale } from './chart';
import { endLabels, percent } from './chart';

// Line[] → what echarts draws. Colours come in from the theme.

export interface Look {
  text: string;
  faint: string;
  grid: string;
  stripe: string; // of immature days
  back: string;
  accent: string;
  series: string[];
  font: string;
}

export interface Plot {
  days: string[];
  lines: Line[];
  before: Line | null; // the period before, laid over by position
  scale: Scale;
  immatureFrom: string; // first immature day or ""
  target: number | null;
  words: { immature: string; target: string; before: string; noBase: string; whole: string };
  tip: (day: string, index: number) => string; // trusted markup made by tipOf
}

/** hatch draws the diagonal stripes of immature days; null where there is no canvas. */
export function hatch(color: string): HTMLCanvasElement | null {
  const size = 8;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.strokeStyle = color;
  pen.lineWidth = 1;
  for (const at of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(at, size);
    pen.lineTo(at + size, 0);
    pen.stroke();
  }
  return canvas;
}

const valueOf = (p: Point) => (p.value === null ? null : p.value);

// Room around the grid, in px; the names of the lines stand in the right margin.
const grid = { left: 48, right: 132, top: 22, bottom: 26 };

// Beyond a month points would be a band of beads; only those that no line reaches are drawn.
function dots(points: Point[]): { value: number | null; symbolSize: number }[] {
  const many = points.length > 31;
  return points.map((p, i) => {
    const alone = points[i - 1]?.value == null && points[i + 1]?.value == null;
    return { value: valueOf(p), symbolSize: many && !alone ? 0 : p.den > 0 && p.den < 30 ? 5 : 3 };
  });
}

/** optionOf is the whole picture for a box of `size` px. Bands are drawn for at most three lines: more would be mud. */
export function optionOf(plot: Plot, look: Look, stripes: HTMLCanvasElement | null, size: { width: number; height: number }): EChartsCoreOption {
  const bands = plot.lines.length <= 3;
  const series: unknown[] = [];
  plot.lines.forEach((line, i) => {
    const color = look.series[i % look.series.length] ?? look.accent;
    if (bands) series.push(...band(line, color, i));
    series.push({
      id: `line-${line.key}`,
      name: line.label,
      type: 'line',
      data: dots(line.points),
      connectNulls: false,
      symbol: 'circle',
      showSymbol: true,
      lineStyle: { width: 2, color },
      itemStyle: { color },
      emphasis: { disabled: true },
      ...(i === 0 ? marks(plot, look, stripes) : {}),
      z: 10 - i,
    });
  });
  if (plot.before) {
    series.push({
      id: 'before', name: plot.words.before, type: 'line', data: plot.before.points.map(valueOf), symbol: 'none', silent: true,
      lineStyle: { width: 1.5, type: 'dashed', color: look.faint }, itemStyle: { color: look.faint },
      z: 1,
    });
  }
  const named = plot.before ? [...plot.lines, { ...plot.before, label: plot.words.before }] : plot.lines;
  const names = endLabels(named, plot.scale, grid.top, size.height - grid.bottom).map((l) => ({
    type: 'text', silent: true, x: size.width - grid.right + 8, y: l.y,
    style: { text: l.text, fill: l.line < plot.lines.length ? (look.series[l.line % look.series.length] ?? look.accent) : look.faint, font: `12px ${look.font}`, verticalAlign: 'middle', width: grid.right - 16, overflow: 'truncate' },
  }));
  return {
    animation: false,
    graphic: names,
    textStyle: { fontFamily: look.font, fontSize: 12 },
    grid,
    xAxis: {
      type: 'category', data: plot.days, boundaryGap: plot.days.length === 1, axisTick: { show: false }, axisLine: { lineStyle: { color: look.grid } },
      axisLabel: { color: look.faint, formatter: (day: string) => day.slice(5), hideOverlap: true }, axisPointer: { show: true, type: 'line', lineStyle: { color: look.faint, type: 'solid' }, label: { show: false } },
    },
    yAxis: {
      type: 'value', min: plot.scale.min, max: plot.scale.max, interval: plot.scale.step, splitLine: { lineStyle: { color: look.grid } },
      axisLabel: { color: look.faint, formatter: (v: number) => percent(v, plot.scale.step < 0.01 ? 1 : 0) },
    },
    tooltip: {
      trigger: 'axis', confine: true, transitionDuration: 0, backgroundColor: look.back, borderColor: look.grid, textStyle: { color: look.text, fontSize: 12 }, extraCssText: 'box-shadow:0 4px 16px rgba(0,0,0,.12);font-variant-numeric:tabular-nums',
      formatter: (all: unknown) => {
        const first = (Array.isArray(all) ? all[0] : all) as { dataIndex?: number } | undefined;
        const index = first?.dataIndex ?? 0;
        return plot.tip(plot.days[index] ?? '', index);
      },
    },
    series,
  };
}

// A band is an invisible line at the lower bound with the width stacked on it.
function band(line: Line, color: string, i: number): unknown[] {
  const plain = { type: 'line', stack: `band-${i}`, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, emphasis: { disabled: true }, tooltip: { show: false }, z: 0 };
  return [
    { ...plain, id: `low-${line.key}`, data: line.points.map((p) => p.low) },
    { ...plain, id: `band-${line.key}`, data: line.points.map((p) => (p.low === null || p.high === null ? null : p.high - p.low)), areaStyle: { color, opacity: 0.12 } },
  ];
}

function marks(plot: Plot, look: Look, stripes: HTMLCanvasElement | null): object {
  const last = plot.days[plot.days.length - 1];
  const out: Record<string, unknown> = {};
  if (plot.immatureFrom && last) {
    out.markArea = {
      silent: true,
      itemStyle: stripes ? { color: { image: stripes, repeat: 'repeat' } } : { color: look.grid, opacity: 0.4 },
      label: { show: true, position: 'insideTopLeft', color: look.faint, fontSize: 12 },
      data: [[{ name: plot.words.immature, xAxis: plot.immatureFrom }, { xAxis: last }]],
    };
  }
  if (plot.target !== null) {
    out.markLine = {
      silent: true, symbol: 'none', lineStyle: { color: look.faint, type: [4, 4] },
      label: { position: 'insideStartTop', formatter: plot.words.target, color: look.faint, fontSize: 12 },
      data: [{ yAxis: plot.target }],
    };
  }
  return out;
}

/** escapeHTML: labels are remote text (a host's name) and the tooltip is markup. */
export function escapeHTML(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** tipOf is the tooltip of one day: each line with its rate, counts and interval. */
export function tipOf(plot: Omit<Plot, 'tip'>, day: string, index: number, look: Look): string {
  const rows = plot.lines.map((line, i) => {
    const p = line.points[index];
    const color = look.series[i % look.series.length] ?? look.accent;
    const name = `<td style="padding-right:12px"><i style="display:inline-block;width:8px;height:8px;border-radius:2px;background:${color};margin-right:6px"></i>${escapeHTML(line.label)}</td>`;
    if (!p || p.value === null) return `<tr>${name}<td style="text-align:right;opacity:.6">— ${escapeHTML(plot.words.noBase)}</td></tr>`;
    const span = p.low !== null && p.high !== null ? `${percent(p.low)}–${percent(p.high)}` : '';
    return `<tr>${name}<td style="text-align:right"><b>${percent(p.value)}</b></td><td style="text-align:right;padding-left:12px;opacity:.7">${p.num}/${p.den}</td><td style="padding-left:12px;opacity:.7">${span}</td></tr>`;
  });
  const was = plot.before?.points[index];
  if (was && was.value !== null) {
    rows.push(`<tr style="opacity:.7"><td>${escapeHTML(plot.words.before)} ${was.day.slice(5)}</td><td style="text-align:right">${percent(was.value)}</td><td style="text-align:right;padding-left:12px">${was.num}/${was.den}</td><td></td></tr>`);
  }
  const note = plot.immatureFrom && day >= plot.immatureFrom ? ` · ${escapeHTML(plot.words.immature)}` : '';
  return `<div style="margin-bottom:4px;opacity:.7">${day}${note}</div><table>${rows.join('')}</table>`;
}
