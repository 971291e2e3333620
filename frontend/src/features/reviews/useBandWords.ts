import { useMemo } from 'react';
import type { Review } from '@/bridge';
import { useTranslation } from '@/i18n';
import { useRules } from './queries';

/** useBandWords says for a review which dated rule put it into its band: the mapping as data, from when, by what source. */
export function useBandWords(): (review: Review) => string {
  const { t } = useTranslation('reviews');
  const rules = useRules().data;
  return useMemo(() => {
    const byId = new Map((rules ?? []).map((r) => [r.id, r]));
    return (review: Review) => {
      if (!review.bandRule) return t('bandRule.none');
      const rule = byId.get(review.bandRule);
      if (!rule) return review.bandRule;
      const bad = Number(rule.values.negative_max);
      const good = Number(rule.values.good_min);
      const mid = good - bad > 1 ? (good - bad > 2 ? `${bad + 1}–${good - 1}` : String(bad + 1)) : '';
      return [
        [t('bandRule.negative', { n: bad > 1 ? `1–${bad}` : '1' }), mid && t('bandRule.neutral', { n: mid }), t('bandRule.good', { n: good < 5 ? `${good}–5` : '5' })].filter(Boolean).join(' · '),
        rule.effectiveTo ? t('bandRule.fromTo', { from: rule.effectiveFrom, to: rule.effectiveTo }) : t('bandRule.from', { from: rule.effectiveFrom }),
        t('bandRule.rule', { id: rule.id }) + ((rule.overridden ?? []).length > 0 ? ` · ${t('bandRule.own')}` : ''),
        t('bandRule.source', { source: rule.source }),
      ].join('\n');
    };
  }, [rules, t]);
}
