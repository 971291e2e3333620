import { LineChart } from 'echarts/charts';
import { AxisPointerComponent, GraphicComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import type { EChartsType } from 'echarts/core';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { Look, Plot } from './option';
import { hatch, optionOf } from './option';

register([LineChart, GridComponent, TooltipComponent, AxisPointerComponent, GraphicComponent, MarkAreaComponent, MarkLineComponent, CanvasRenderer]);

function draw(c: EChartsType, plot: Plot, look: Look) {
  c.setOption(optionOf(plot, look, hatch(look.stripe), { width: c.getWidth(), height: c.getHeight() }), { notMerge: true });
}

export interface ChartHandle {
  picture: () => string; // PNG data URL at twice the size
}

interface Props {
  plot: Plot;
  look: Look;
  label: string;
  height: number;
  onPick: (day: string, line: number) => void;
  handle: React.RefObject<ChartHandle | null>;
}

/** TrendChart draws lines over days. Clicking picks the nearest line of that day; the table below
 * holds the same numbers for the keyboard and for screen readers. */
export function TrendChart({ plot, look, label, height, onPick, handle }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const latest = useRef({ plot, onPick, look });

  useEffect(() => {
    latest.current = { plot, onPick, look };
  });

  useEffect(() => {
    const node = box.current;
    if (!node) return;
    const c = init(node, null, { renderer: 'canvas' });
    chart.current = c;
    handle.current = { picture: () => c.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: latest.current.look.back }) };
    c.getZr().on('click', (e: { offsetX: number; offsetY: number }) => {
      const at = [e.offsetX, e.offsetY];
      if (!c.containPixel('grid', at)) return;
      const [x, y] = c.convertFromPixel('grid', at) as unknown as [number, number];
      const { plot: p, onPick: pick } = latest.current;
      const day = p.days[Math.round(x)];
      if (day === undefined) return;
      let best = -1;
      let gap = Infinity;
      p.lines.forEach((line, i) => {
        const v = line.points[Math.round(x)]?.value;
        if (v === null || v === undefined || Math.abs(v - y) >= gap) return;
        best = i;
        gap = Math.abs(v - y);
      });
      if (best >= 0) pick(day, best);
    });
    const watch = new ResizeObserver(() => {
      c.resize();
      draw(c, latest.current.plot, latest.current.look);
    });
    watch.observe(node);
    return () => {
      watch.disconnect();
      handle.current = null;
      chart.current = null;
      c.dispose();
    };
  }, [handle]);

  useEffect(() => {
    if (chart.current) draw(chart.current, plot, look);
  }, [plot, look]);

  return <div ref={box} role="img" aria-label={label} style={{ height, width: '100%', cursor: 'pointer' }} />;
}
