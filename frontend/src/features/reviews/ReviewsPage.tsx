import { CloseOutlined, ImportOutlined, InfoCircleOutlined } from '@ant-design/icons';
import { App, Button, Tabs } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useSettings } from '@/bridge';
import type { Review } from '@/bridge';
import { PageHeader } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useUrlState } from '@/lib/useUrlState';
import { noReviewAPI } from './api';
import { Board } from './Board';
import type { Step } from './board';
import { Inbox } from './Inbox';
import { MoveDialog } from './MoveDialog';
import { useMove, useShopCards } from './queries';
import { ReviewDrawer } from './ReviewDrawer';
import s from './reviews.module.css';

/** ReviewsPage: which reviews can still be answered, and which buyers can still be won back. */
export function ReviewsPage() {
  const { t } = useTranslation('reviews');
  const label = useLabel();
  const { message } = App.useApp();
  const go = useNavigate();
  const url = useUrlState();
  const tab = url.get('tab') || 'inbox';
  const cards = useShopCards();
  const { settings } = useSettings();
  const move = useMove();
  const [moving, setMoving] = useState<{ review: Review; step: Step } | null>(null);
  const fileOnly = (cards.data ?? []).filter(noReviewAPI);
  const open = (id: string) => url.set({ review: id }, { push: id !== '' });
  const importFile = () => void go('/shops?import=1&kind=reviews');

  const start = (review: Review) => {
    void move.mutateAsync({ reviewId: review.id, step: 'detected', owner: review.owner, note: '', proof: null }).then(
      () => message.success(t('board.moved', { step: label('recoverySteps', 'detected') })),
      () => setMoving({ review, step: 'detected' }), // the dialog shows why and lets the person try again
    );
  };

  return (
    <div className="ad-page">
      <PageHeader title={t('title')} sub={t('question')}>
        <Button icon={<ImportOutlined />} onClick={importFile}>{t('noApi.act')}</Button>
      </PageHeader>
      <div className={s.body}>
        {fileOnly.length > 0 && url.get('hide') === '' && (
          <p className={s.notice} role="note">
            <InfoCircleOutlined />
            <span>
              <b>{t('noApi.title', { shops: fileOnly.map((c) => c.shop.shortName || c.shop.name).join('、') })}</b> {fileOnly.some((c) => c.shop.platform === 'doudian') ? t('noApi.douyin') : t('noApi.other')}
            </span>
            <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('noApi.hide')} onClick={() => url.set({ hide: '1' })} />
          </p>
        )}
        <Tabs
          activeKey={tab}
          onChange={(key) => url.set({ tab: key === 'inbox' ? undefined : key })}
          items={[
            { key: 'inbox', label: t('tabs.inbox') },
            { key: 'board', label: t('tabs.board') },
          ]}
        />
        {tab === 'board' ? <Board query={{}} onOpen={open} /> : <Inbox onOpen={open} onStart={start} />}
      </div>
      <ReviewDrawer id={url.get('review')} onClose={() => open('')} onMove={(d, step) => setMoving({ review: d.review, step })} />
      {moving && (
        <MoveDialog
          key={moving.review.id + moving.step}
          review={moving.review}
          step={moving.step}
          operator={settings?.operator ?? ''}
          busy={move.isPending}
          error={move.error}
          onCancel={() => {
            move.reset();
            setMoving(null);
          }}
          onMove={(m) =>
            void move.mutateAsync(m).then(
              () => {
                setMoving(null);
                void message.success(t('board.moved', { step: label('recoverySteps', m.step) }));
              },
              () => undefined,
            )
          }
        />
      )}
    </div>
  );
}
