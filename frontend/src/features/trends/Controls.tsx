import { InfoCircleOutlined, SwapOutlined } from '@ant-design/icons';
import { Button, Popover, Select } from 'antd';
import { useShops } from '@/bridge';
import type { MetricInfo } from '@/bridge';
import { FilterChips } from '@/design';
import { DayBox } from '@/design/DayBox';
import { useLabel, useTranslation } from '@/i18n';
import { addDays, before, daysBetween } from '@/lib/shopDays';
import { Definition } from './Definition';
import { Filters } from './Filters';
import { DIMS } from './state';
import type { TrendState } from './state';
import s from './trends.module.css';

interface Props {
  state: TrendState;
  shopIds: string[];
  metrics: MetricInfo[];
  info: MetricInfo | undefined;
  today: string;
  onChange: (patch: Partial<TrendState>) => void;
  onShops: (ids: string[]) => void;
}

const oldest = '2015-01-01'; // no platform gives older rows

/** Controls is the question in one line: which rate, over which days, sliced how, of what. */
export function Controls({ state, shopIds, metrics, info, today, onChange, onShops }: Props) {
  const { t } = useTranslation('trends');
  const label = useLabel();
  const shops = useShops();
  const ids = [...new Set(metrics.map((m) => m.id))];
  const days = daysBetween(state.from, state.to);
  const preset = state.to === today && [7, 30, 90].includes(days) ? String(days) : '';
  const was = before(state.from, state.to);
  const [first = 'host', second = ''] = state.dims;

  return (
    <div className={s.controls}>
      <div className={s.line}>
        <Select aria-label={t('metric')} value={state.metric} options={(ids.length > 0 ? ids : [state.metric]).map((id) => ({ value: id, label: label('metrics', id) }))} onChange={(metric) => onChange({ metric })} style={{ width: 232 }} className={s.metric} />
        {info && (
          <Popover content={<Definition info={info} from={state.from} to={state.to} />} title={label('metrics', info.id)} placement="bottomLeft" trigger={['hover', 'click']}>
            <Button type="text" icon={<InfoCircleOutlined />} aria-label={t('def.title')} />
          </Popover>
        )}
        <FilterChips
          label={t('range.label')}
          value={[preset]}
          chips={[
            { id: '7', label: t('range.last7') },
            { id: '30', label: t('range.last30') },
            { id: '90', label: t('range.last90') },
          ]}
          onChange={([v]) => onChange({ to: today, from: addDays(today, 1 - Number(v)) })}
        />
        <span className={s.days}>
          <DayBox label={`${t('range.label')} 1`} value={state.from} min={oldest} max={state.to} onChange={(from) => onChange({ from })} />
          <span>–</span>
          <DayBox label={`${t('range.label')} 2`} value={state.to} min={state.from} max={today} onChange={(to) => onChange({ to })} />
        </span>
        <Button type={state.compare ? 'primary' : 'default'} ghost={state.compare} icon={<SwapOutlined />} aria-pressed={state.compare} title={t('compare.label', was)} onClick={() => onChange({ compare: !state.compare })}>
          {t('compare.on')}
        </Button>
      </div>
      <div className={s.line}>
        <span className="ad-quiet">{t('slice')}</span>
        <Select aria-label={t('slice')} value={first} options={DIMS.filter((d) => d !== second).map((d) => ({ value: d, label: label('dimensions', d) }))} onChange={(d) => onChange({ dims: second ? [d, second] : [d] })} style={{ width: 136 }} />
        <span className="ad-quiet">{t('and')}</span>
        <Select
          aria-label={t('and')}
          value={second}
          options={[{ value: '', label: t('noDim') }, ...DIMS.filter((d) => d !== first).map((d) => ({ value: d, label: label('dimensions', d) }))]}
          onChange={(d) => onChange({ dims: d ? [first, d] : [first] })}
          style={{ width: 136 }}
        />
        {shops.size > 1 && (
          <Select mode="multiple" allowClear maxTagCount={1} aria-label={label('dimensions', 'shop')} placeholder={label('dimensions', 'shop')} value={shopIds} options={[...shops.values()].map((x) => ({ value: x.id, label: x.shortName || x.name }))} onChange={onShops} style={{ minWidth: 128 }} />
        )}
        <Filters state={state} shopIds={shopIds} onChange={(filters) => onChange({ filters })} />
        <span className={s.push} />
        <Button type="text" size="small" onClick={() => onChange({ chart: !state.chart })}>{t(state.chart ? 'chart.hide' : 'chart.show')}</Button>
      </div>
    </div>
  );
}
