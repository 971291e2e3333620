import { PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Popover, Select, Spin, Tag } from 'antd';
import { useState } from 'react';
import type { TrendFilter } from '@/bridge';
import { ErrorState } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useKeyWord } from './keyWord';
import { useValues } from './queries';
import { FILTER_DIMS } from './state';
import type { TrendState } from './state';

interface Props {
  state: TrendState;
  shopIds: string[];
  onChange: (filters: TrendFilter[]) => void;
}

/** Filters are chips; adding one offers the values that occur in the chosen time, largest first. */
export function Filters({ state, shopIds, onChange }: Props) {
  const { t } = useTranslation('trends');
  const label = useLabel();
  const [editing, setEditing] = useState('');
  const put = (dim: string, values: string[]) => {
    const rest = state.filters.filter((f) => f.dim !== dim);
    onChange(values.length > 0 ? [...rest, { dim, values }] : rest);
  };
  const chips = [...state.filters];
  if (editing && !chips.some((f) => f.dim === editing)) chips.push({ dim: editing, values: [] });
  return (
    <>
      {chips.map((f) => (
        <Popover
          key={f.dim}
          open={editing === f.dim}
          onOpenChange={(open) => setEditing(open ? f.dim : '')}
          trigger="click"
          placement="bottomLeft"
          content={<Values state={state} shopIds={shopIds} dim={f.dim} chosen={f.values} onChange={(v) => put(f.dim, v)} />}
        >
          <Tag closable={{ 'aria-label': `${t('clear')} ${label('dimensions', f.dim)}` }} onClose={() => { put(f.dim, []); setEditing(''); }} style={{ cursor: 'pointer', lineHeight: '26px', margin: 0 }}>
            {label('dimensions', f.dim)}
            {f.values.length > 0 && <Chosen state={state} shopIds={shopIds} filter={f} />}
          </Tag>
        </Popover>
      ))}
      <Dropdown
        trigger={['click']}
        menu={{ items: FILTER_DIMS.filter((d) => !chips.some((f) => f.dim === d)).map((d) => ({ key: d, label: label('dimensions', d) })), onClick: ({ key }) => setEditing(key) }}
      >
        <Button size="small" type="text" icon={<PlusOutlined />}>{t('addFilter')}</Button>
      </Dropdown>
    </>
  );
}

function useOptions(state: TrendState, shopIds: string[], dim: string, enabled: boolean) {
  const word = useKeyWord();
  const rest = state.filters.filter((f) => f.dim !== dim);
  const values = useValues({ metrics: [state.metric], from: state.from, to: state.to, dims: [dim], filters: rest, shopIds, limit: 200 }, enabled);
  const options = (values.data?.rows ?? []).map((r) => ({ value: r.keys[0] ?? '', label: word(dim, r.keys[0] ?? '', r.labels[0] ?? ''), den: r.values[0]?.den ?? 0 }));
  return { values, options };
}

function Chosen({ state, shopIds, filter }: { state: TrendState; shopIds: string[]; filter: TrendFilter }) {
  const { options } = useOptions(state, shopIds, filter.dim, true);
  const [first = ''] = filter.values;
  const name = options.find((o) => o.value === first)?.label ?? first;
  return (
    <b>
      {' '}
      {name}
      {filter.values.length > 1 && ` +${filter.values.length - 1}`}
    </b>
  );
}

function Values({ state, shopIds, dim, chosen, onChange }: { state: TrendState; shopIds: string[]; dim: string; chosen: string[]; onChange: (v: string[]) => void }) {
  const { t } = useTranslation('trends');
  const label = useLabel();
  const { values, options } = useOptions(state, shopIds, dim, true);
  if (values.error) return <ErrorState error={values.error} />;
  if (values.isPending) return <Spin size="small" />;
  if (options.length === 0) return <span className="ad-quiet">{t('filterNone')}</span>;
  return (
    <Select
      mode="multiple"
      autoFocus
      defaultOpen
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('filterPick', { dim: label('dimensions', dim) })}
      placeholder={t('filterPick', { dim: label('dimensions', dim) })}
      value={chosen}
      options={options}
      optionRender={(o) => (
        <span className="ad-row">
          <span className="ad-clip ad-grow">{o.label}</span>
          <span className="ad-quiet ad-num">{Number(o.data.den).toLocaleString()}</span>
        </span>
      )}
      onChange={onChange}
      style={{ width: 280 }}
    />
  );
}
