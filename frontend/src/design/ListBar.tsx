import { DownOutlined, PushpinOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, Modal, Select } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '@/i18n';
import { useHotkeys } from '@/lib/hotkeys';

/** SearchBox is a list's search; "/" puts the cursor into it, Escape leaves it. It answers after a short rest. */
export function SearchBox({ value, onChange, placeholder, width = 280, slash = true }: {
  value: string; onChange: (text: string) => void; placeholder: string; width?: number; slash?: boolean;
}) {
  const ref = useRef<InputRef>(null);
  const [text, setText] = useState(value);
  const sent = useRef(value);
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return undefined;
    const h = setTimeout(() => {
      sent.current = text;
      onChange(text);
    }, 180);
    return () => clearTimeout(h);
  }, [text, onChange]);
  useHotkeys({ '/': () => ref.current?.focus({ cursor: 'all' }) }, { enabled: slash });
  return (
    <Input
      ref={ref} allowClear prefix={<SearchOutlined className="ad-quiet" />} suffix={slash && !text ? <kbd className="ad-kbd">/</kbd> : null} value={text} placeholder={placeholder}
      aria-label={placeholder} style={{ width }} onChange={(e) => setText(e.target.value)}
      onKeyDown={(e) => {
        if (e.key === 'Escape') e.currentTarget.blur();
      }}
    />
  );
}

/** FilterSelect is a filter with many values: a small select that says what is chosen. */
export function FilterSelect({ label, options, value, onChange, width = 148 }: {
  label: string; options: { value: string; label: string }[]; value: string[]; onChange: (v: string[]) => void; width?: number;
}) {
  return (
    <Select
      mode="multiple" allowClear showSearch={{ optionFilterProp: 'label' }} maxTagCount={1} maxTagTextLength={8} placeholder={label} aria-label={label} options={options} value={value} onChange={onChange}
      style={{ minWidth: width }} popupMatchSelectWidth={200} virtual
    />
  );
}

/** SavedView is a named set of filters as an address query. */
export interface SavedView {
  name: string;
  query: string;
}

/** SavedViews keeps and recalls the filters of a list. */
export function SavedViews({ views, current, onUse, onSave, onRemove }: {
  views: SavedView[]; current: string; onUse: (query: string) => void; onSave: (name: string) => void; onRemove: (name: string) => void;
}) {
  const { t } = useTranslation();
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const used = views.find((v) => v.query === current);
  const keep = () => {
    const n = name.trim();
    if (n) onSave(n);
    setNaming(false);
    setName('');
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...(views.length > 0
              ? views.map((v) => ({ key: `use:${v.name}`, label: v.name }))
              : [{ key: 'none', label: t('views.none'), disabled: true }]),
            { type: 'divider' as const },
            { key: 'save', label: t('views.save') },
            ...(used ? [{ key: 'remove', label: `${t('views.remove')} “${used.name}”` }] : []),
          ],
          onClick: ({ key }) => {
            if (key === 'save') setNaming(true);
            else if (key === 'remove' && used) onRemove(used.name);
            else if (key.startsWith('use:')) onUse(views.find((v) => v.name === key.slice(4))?.query ?? '');
          },
        }}
      >
        <Button icon={<PushpinOutlined />}>{used?.name ?? t('views.label')} <DownOutlined style={{ fontSize: 10 }} /></Button>
      </Dropdown>
      <Modal open={naming} title={t('views.save')} okText={t('views.confirm')} cancelText={t('common.cancel')} onOk={keep} onCancel={() => setNaming(false)} width={400} destroyOnHidden>
        <Input autoFocus maxLength={40} value={name} placeholder={t('views.placeholder')} aria-label={t('views.name')} onChange={(e) => setName(e.target.value)} onPressEnter={keep} />
        <p className="ad-quiet ad-small" style={{ marginTop: 8 }}>{t('views.shared')}</p>
      </Modal>
    </>
  );
}
