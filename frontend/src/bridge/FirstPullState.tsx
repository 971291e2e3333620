import { SyncOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useFirstPull } from './queries';
import { EmptyState, useLook } from '@/design';
import { useTranslation } from '@/i18n';
import { numberFormat } from '@/lib/formats';

/** FirstPullState stands where a list is empty: while a shop is pulled for the first time it says how far that is, else it is `otherwise`. */
export function FirstPullState({ otherwise }: { otherwise: ReactNode }) {
  const { t } = useTranslation();
  const { lang } = useLook();
  const first = useFirstPull();
  if (!first) return otherwise;
  const n = numberFormat('count', lang);
  return <EmptyState icon={<SyncOutlined spin aria-hidden />} title={t('firstPull.title')} text={<span role="status">{t('firstPull.text', { orders: n.format(first.orders), cases: n.format(first.cases) })}</span>} />;
}
