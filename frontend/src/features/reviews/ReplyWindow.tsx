import { Tooltip } from 'antd';
import { useTranslation } from '@/i18n';
import type { Review } from '@/bridge';
import { Countdown, useLook } from '@/design';
import { useNow } from '@/lib/ticker';
import { absoluteText } from '@/lib/time';
import s from './reviews.module.css';

/** ReplyWindow is the review's own clock: time left, replied, or closed and why nothing can be done any more. */
export function ReplyWindow({ review }: { review: Review }) {
  const { t } = useTranslation('reviews');
  const { lang, zone } = useLook();
  const now = useNow();
  if (review.repliedAt > 0 || review.replyText) return <span className={s.done}>{t('window.replied')}</span>;
  if (review.replyBy === 0) {
    return (
      <Tooltip title={t('window.noneHow')}>
        <span className={s.quiet}>{t('window.none')}</span>
      </Tooltip>
    );
  }
  if (review.replyBy <= now) {
    return (
      <Tooltip title={t('window.closedHow', { at: absoluteText(review.replyBy, lang, zone) })}>
        <span className={s.closed}>{t('window.closed')}</span>
      </Tooltip>
    );
  }
  return <Countdown due={review.replyBy} since={review.createdAt} />;
}
