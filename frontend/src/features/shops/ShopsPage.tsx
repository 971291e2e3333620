import { ImportOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import type { Shop } from '@/bridge';
import { EmptyState, ErrorState, PageHeader } from '@/design';
import { useTranslation } from '@/i18n';
import { useUrlState } from '@/lib/useUrlState';
import { ConnectWizard } from './ConnectWizard';
import { Imports } from './Imports';
import { ImportWizard } from './ImportWizard';
import { Matrix } from './Matrix';
import { useCards, useStartDemo } from './queries';
import { Runs } from './Runs';
import { ShopCardPanel } from './ShopCardPanel';
import { EditShop, Reconcile, RemoveShop } from './ShopDialogs';
import { UnmappedValues } from './UnmappedValues';
import s from './shops.module.css';

type Dialog = { kind: 'edit' | 'remove' | 'reconcile'; shop: Shop } | null;

/** ShopsPage: is each shop connected, is its data fresh, which one step is missing. */
export function ShopsPage() {
  const { t } = useTranslation('shops');
  const url = useUrlState();
  const tab = url.get('tab') || 'shops';
  const cards = useCards();
  const demo = useStartDemo();
  const [dialog, setDialog] = useState<Dialog>(null);
  const list = cards.data ?? [];
  const unmapped = list.reduce((n, c) => n + c.unmapped, 0);
  const noShop = cards.isSuccess && list.length === 0;
  const close = () => setDialog(null);

  return (
    <div className="ad-page">
      <PageHeader title={t('title')} sub={t('question')}>
        <Button icon={<ImportOutlined />} onClick={() => url.set({ import: '1' })}>{t('import')}</Button>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => url.set({ connect: '1' })}>{t('connect')}</Button>
      </PageHeader>
      <div className={s.body}>
        {cards.error && <ErrorState error={cards.error} retry={() => void cards.refetch()} />}
        {cards.isPending && !cards.error && <Skeleton active />}
        {noShop && (
          <EmptyState
            title={t('empty.title')}
            text={t('empty.text')}
            action={
              <div className="ad-row ad-wrap">
                <Button type="primary" loading={demo.isPending} onClick={() => void demo.mutateAsync(undefined).catch(() => undefined)}>{t('demo')}</Button>
                <Button onClick={() => url.set({ connect: '1' })}>{t('connect')}</Button>
                <Button onClick={() => url.set({ import: '1' })}>{t('import')}</Button>
              </div>
            }
          />
        )}
        {demo.error && <ErrorState error={demo.error} />}
        {list.length > 0 && (
          <>
            <Tabs
              activeKey={tab}
              onChange={(key) => url.set({ tab: key === 'shops' ? undefined : key, shop: undefined })}
              items={[
                { key: 'shops', label: t('tabs.shops') },
                { key: 'matrix', label: t('tabs.matrix') },
                {
                  key: 'unmapped',
                  label: (
                    <>
                      {t('tabs.unmapped')} <span className="ad-quiet ad-num">{unmapped > 0 && unmapped}</span>
                    </>
                  ),
                },
                { key: 'runs', label: t('tabs.runs') },
                { key: 'imports', label: t('tabs.imports') },
              ]}
            />
            {tab === 'shops' && (
              <div className={s.cards}>
                {list.map((c) => (
                  <ShopCardPanel
                    key={c.shop.id}
                    card={c}
                    onEdit={() => setDialog({ kind: 'edit', shop: c.shop })}
                    onRemove={() => setDialog({ kind: 'remove', shop: c.shop })}
                    onReconcile={() => setDialog({ kind: 'reconcile', shop: c.shop })}
                  />
                ))}
              </div>
            )}
            {tab === 'matrix' && <Matrix cards={list} />}
            {tab === 'unmapped' && <UnmappedValues cards={list} />}
            {tab === 'runs' && <Runs cards={list} />}
            {tab === 'imports' && <Imports />}
          </>
        )}
      </div>
      <ConnectWizard open={url.get('connect') !== ''} wanted={url.get('connect') === '1' ? '' : url.get('connect')} onClose={() => url.set({ connect: undefined })} onImport={(shop) => url.set({ connect: undefined, import: '1', shop: shop.id })} />
      <ImportWizard open={url.get('import') !== ''} shops={list.map((c) => c.shop)} shopId={url.get('shop')} onClose={() => url.set({ import: undefined, shop: undefined, kind: undefined })} />
      {dialog?.kind === 'edit' && <EditShop shop={dialog.shop} onClose={close} />}
      {dialog?.kind === 'remove' && <RemoveShop shop={dialog.shop} onClose={close} />}
      {dialog?.kind === 'reconcile' && <Reconcile shop={dialog.shop} onClose={close} />}
    </div>
  );
}
