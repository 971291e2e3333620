import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import type { InputRef } from 'antd';
import type { Ref } from 'react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from '@/i18n';
import type { OrderRow } from '@/bridge';
import { OrderLine } from './OrderLine';
import { useOrderSearch } from './queries';
import s from './evidence.module.css';

interface Props {
  label: string;
  onPick: (order: OrderRow) => void;
  input?: Ref<InputRef>;
  busy?: boolean;
}

/** OrderPicker finds an order by id, waybill or SKU; arrows and Enter choose. */
export function OrderPicker({ label, onPick, input, busy }: Props) {
  const { t } = useTranslation('evidence');
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const asked = useDeferredValue(text.trim());
  const found = useOrderSearch(asked);
  const rows = asked.length >= 2 ? (found.data?.items ?? []) : [];

  const pick = (order: OrderRow | undefined) => {
    if (!order || busy) return;
    setText('');
    setAt(0);
    onPick(order);
  };

  return (
    <div className={s.picker}>
      <Input
        ref={input}
        value={text}
        prefix={<SearchOutlined />}
        placeholder={t('tray.searchOrder')}
        aria-label={label}
        allowClear
        onChange={(e) => {
          setText(e.target.value);
          setAt(0);
        }}
        onKeyDown={(e) => {
          if (e.key === 'ArrowDown') setAt((n) => Math.min(n + 1, rows.length - 1));
          else if (e.key === 'ArrowUp') setAt((n) => Math.max(n - 1, 0));
          else if (e.key === 'Enter') pick(rows[at]);
          else if (e.key === 'Escape') e.currentTarget.blur();
          else return;
          e.preventDefault();
          e.stopPropagation();
        }}
      />
      {rows.map((order, i) => (
        <button key={order.id} type="button" className={i === at ? `${s.hit} ${s.hitOn}` : s.hit} onClick={() => pick(order)} disabled={busy}>
          <OrderLine order={order} />
        </button>
      ))}
      {asked.length >= 2 && found.isSuccess && !found.isPlaceholderData && rows.length === 0 && <p className={s.quiet}>{t('tray.noHit', { text: asked })}</p>}
    </div>
  );
}
