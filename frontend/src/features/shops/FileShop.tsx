import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import type { Shop } from '@/bridge';
import { ErrorState } from '@/design';
import { useTranslation } from '@/i18n';
import { useAddFileShop } from './queries';
import s from './shops.module.css';

const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD', 'SGD', 'MYR', 'THB', 'VND', 'IDR', 'PHP'];
const ZONES = ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Singapore', 'Asia/Bangkok', 'Asia/Jakarta', 'Asia/Tokyo', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'America/Sao_Paulo', 'UTC'];

/** FileShop makes a shop that is fed by files only. */
export function FileShop({ onBack, onDone }: { onBack?: () => void; onDone: (shop: Shop) => void }) {
  const { t } = useTranslation('shops');
  const add = useAddFileShop();
  const [name, setName] = useState('');
  const [currency, setCurrency] = useState('CNY');
  const [zone, setZone] = useState('Asia/Shanghai');
  const create = () => {
    if (name.trim() !== '') void add.mutateAsync({ name: name.trim(), currency, zone }).then(onDone, () => undefined);
  };
  return (
    <Form layout="vertical" onFinish={create}>
      <h3>{t('wizard.file.title')}</h3>
      <p className="ad-dim">{t('importer.supported')}</p>
      {add.error && <ErrorState error={add.error} />}
      <Form.Item label={t('wizard.file.name')} htmlFor="file-shop" required>
        <Input id="file-shop" autoFocus value={name} maxLength={60} onChange={(e) => setName(e.target.value)} />
      </Form.Item>
      <div className={s.two}>
        <Form.Item label={t('wizard.file.currency')}>
          <Select showSearch aria-label={t('wizard.file.currency')} value={currency} options={CURRENCIES.map((c) => ({ value: c, label: c }))} onChange={setCurrency} />
        </Form.Item>
        <Form.Item label={t('wizard.file.zone')}>
          <Select showSearch aria-label={t('wizard.file.zone')} value={zone} options={ZONES.map((z) => ({ value: z, label: z }))} onChange={setZone} />
        </Form.Item>
      </div>
      <div className={s.foot}>
        {onBack && <Button onClick={onBack}>{t('wizard.back')}</Button>}
        <Button type="primary" htmlType="submit" loading={add.isPending} disabled={name.trim() === ''}>{t('wizard.file.create')}</Button>
      </div>
    </Form>
  );
}
