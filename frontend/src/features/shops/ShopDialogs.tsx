import { App, Button, ColorPicker, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import type { Shop } from '@/bridge';
import { ErrorState } from '@/design';
import { useTranslation } from '@/i18n';
import { copyText } from '@/lib/clipboard';
import { PROVINCES } from './provinces';
import { useReconcile, useRemoveShop, useUpdateShop } from './queries';
import s from './shops.module.css';

/** EditShop changes what a shop is called and looks like here; nothing is sent to the platform. */
export function EditShop({ shop, onClose }: { shop: Shop; onClose: () => void }) {
  const { t } = useTranslation('shops');
  const { message } = App.useApp();
  const update = useUpdateShop();
  const [draft, setDraft] = useState(shop);
  const save = () =>
    void update.mutateAsync(draft).then(
      () => {
        void message.success(t('edit.saved'));
        onClose();
      },
      () => undefined,
    );
  return (
    <Modal open title={t('edit.title')} okText={t('edit.save')} cancelText={t('writes.cancelPlain')} okButtonProps={{ disabled: draft.name.trim() === '', loading: update.isPending }} onOk={save} onCancel={onClose} width={440}>
      {update.error && <ErrorState error={update.error} />}
      <Form layout="vertical" onFinish={save}>
        <Form.Item label={t('edit.name')} htmlFor="shop-name">
          <Input id="shop-name" value={draft.name} maxLength={60} onChange={(e) => setDraft({ ...draft, name: e.target.value })} />
        </Form.Item>
        <Form.Item label={t('edit.short')} htmlFor="shop-short" extra={t('edit.shortHow')}>
          <Input id="shop-short" value={draft.shortName} maxLength={8} onChange={(e) => setDraft({ ...draft, shortName: e.target.value })} />
        </Form.Item>
        <Form.Item label={t('edit.color')}>
          <ColorPicker value={draft.color} disabledAlpha showText onChangeComplete={(c) => setDraft({ ...draft, color: c.toHexString().slice(0, 7) })} />
        </Form.Item>
        <Form.Item label={t('edit.province')} extra={t('edit.provinceHow')}>
          <Select allowClear showSearch aria-label={t('edit.province')} value={draft.shipProvince || undefined} options={PROVINCES.map((p) => ({ value: p, label: p }))} onChange={(v?: string) => setDraft({ ...draft, shipProvince: v ?? '' })} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** RemoveShop asks for the shop's name: it is the one step here that cannot be taken back. */
export function RemoveShop({ shop, onClose }: { shop: Shop; onClose: () => void }) {
  const { t } = useTranslation('shops');
  const { message } = App.useApp();
  const remove = useRemoveShop();
  const [typed, setTyped] = useState('');
  const go = () =>
    void remove.mutateAsync(shop.id).then(
      () => {
        void message.success(t('remove.done', { shop: shop.name }));
        onClose();
      },
      () => undefined,
    );
  return (
    <Modal open title={t('remove.title', { shop: shop.name })} okText={t('remove.ok')} cancelText={t('writes.cancelPlain')} okButtonProps={{ disabled: typed.trim() !== shop.name, loading: remove.isPending }} onOk={go} onCancel={onClose} width={440}>
      {remove.error && <ErrorState error={remove.error} />}
      <p>{t('remove.text')}</p>
      <Form layout="vertical">
        <Form.Item label={t('remove.type')} htmlFor="remove-name">
          <Input id="remove-name" value={typed} placeholder={shop.name} autoComplete="off" onChange={(e) => setTyped(e.target.value)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Reconcile re-reads the last days and names every id that was missing. */
export function Reconcile({ shop, onClose }: { shop: Shop; onClose: () => void }) {
  const { t } = useTranslation('shops');
  const reconcile = useReconcile();
  const [days, setDays] = useState(7);
  const result = reconcile.data;
  const missing = result?.missing ?? [];
  return (
    <Modal
      open
      title={t('reconcile.title', { shop: shop.name })}
      onCancel={onClose}
      width={480}
      footer={
        <>
          {missing.length > 0 && <Button onClick={() => void copyText(missing.join('\n'))}>{t('reconcile.copy')}</Button>}
          <Button onClick={onClose}>{t('reconcile.close')}</Button>
          <Button type="primary" loading={reconcile.isPending} onClick={() => void reconcile.mutateAsync({ id: shop.id, days }).catch(() => undefined)}>{t('reconcile.start')}</Button>
        </>
      }
    >
      <p className="ad-dim">{t('reconcile.text')}</p>
      <p className={s.days}>
        <span>{t('reconcile.days')}</span>
        <InputNumber min={1} max={90} value={days} aria-label={t('reconcile.days')} onChange={(v) => setDays(v ?? 7)} />
        <span>{t('reconcile.dayUnit')}</span>
      </p>
      {reconcile.error && <ErrorState error={reconcile.error} />}
      {reconcile.isPending && <p role="status" className="ad-quiet">{t('reconcile.running')}</p>}
      {result && !reconcile.isPending && (
        <div role="status">
          {missing.length === 0 ? (
            <p className={s.works}>{t('reconcile.clean', { orders: result.run.orders, cases: result.run.afterSales })}</p>
          ) : (
            <>
              <p>{t('reconcile.missing', { n: missing.length })}</p>
              <pre className={s.ids}>{missing.slice(0, 500).join('\n')}</pre>
            </>
          )}
        </div>
      )}
    </Modal>
  );
}
