import { Tooltip } from 'antd';
import { useLabel, useTranslation } from '@/i18n';
import type { Review } from '@/bridge';
import { starsText } from './stars';
import s from './reviews.module.css';

/** Stars is a rating with its band; hover says by which dated rule it was banded (`why`, from useBandWords). */
export function Stars({ review, why }: { review: Review; why: string }) {
  const { t } = useTranslation('reviews');
  const label = useLabel();
  const changed = review.firstRating > 0 && review.firstRating !== review.rating;
  const words = review.rating > 0 ? t('rating', { n: review.rating }) : t('ratingMissing');
  return (
    <Tooltip title={<span className={s.why}>{why}</span>}>
      <span className={s.rating}>
        <span className={review.band === 'negative' ? s.bandBad : review.band === 'neutral' ? s.bandMid : s.bandGood}>{label('reviewBands', review.band)}</span>
        <span className={s.stars} role="img" aria-label={words}>
          {review.rating > 0 ? starsText(review.rating) : '—'}
        </span>
        {changed && <span className={s.quiet}>{t('ratingChanged', { from: review.firstRating, to: review.rating })}</span>}
      </span>
    </Tooltip>
  );
}
