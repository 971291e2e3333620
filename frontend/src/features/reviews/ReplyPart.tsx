import { Button } from 'antd';
import { useState } from 'react';
import { useShopActs } from '@/bridge';
import type { Review } from '@/bridge';
import { ActDialog, ActsOf, lackingAct, reasonText } from '@/bridge/act';
import { useTranslation } from '@/i18n';
import { useNow } from '@/lib/ticker';
import { ReplyWindow } from './ReplyWindow';
import s from './reviews.module.css';

/** ReplyPart answers a review in public while its window is open, and shows what became of the answer. */
export function ReplyPart({ review }: { review: Review }) {
  const { t } = useTranslation();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const acts = useShopActs(review.shopId);
  const replied = review.repliedAt > 0 || review.replyText !== '';
  const closed = review.replyBy > 0 && review.replyBy <= now;
  const why = acts ? lackingAct('reply_review', acts) : '';
  const left = <div className={s.line}><span>{t('acts:replyLeft')}</span><ReplyWindow review={review} /></div>;
  return (
    <>
      {!replied && !closed && acts && why === 'no_such_act' && <p className={s.quiet}>{t('reviews:window.noApiHow')}</p>}
      {!replied && !closed && acts && why !== 'no_such_act' && (
        <div className={s.line}>
          <Button size="small" disabled={why !== ''} onClick={() => setOpen(true)}>{t('acts:confirm.reply_review')}</Button>
          {why !== '' && <span className={s.quiet}>{reasonText(why)}</span>}
        </div>
      )}
      <ActsOf orderId={review.orderId} shopId={review.shopId} keep={(a) => a.reviewId === review.id} />
      {open && (
        <ActDialog
          kind="reply_review" ids={[review.id]} shopId={review.shopId} onClose={() => setOpen(false)}
          about={<><p className={s.words}>{review.text || t('reviews:text.empty')}</p>{left}</>}
        />
      )}
    </>
  );
}
