import { useCallback } from 'react';
import { useShops } from '@/bridge';
import { useLabel, useTranslation } from '@/i18n';

/** useKeyWord says a cell's key as a person reads it; "" is said, never hidden. */
export function useKeyWord(): (dim: string, key: string, given: string) => string {
  const { t } = useTranslation('trends');
  const label = useLabel();
  const shops = useShops();
  return useCallback(
    (dim, key, given) => {
      if (key === '') return dim === 'reason' ? t('table.noneReason') : dim === 'session' || dim === 'host' ? t('table.none') : t('table.blank');
      if (dim === 'reason') return label('reasons', key);
      if (dim === 'channel') return label('channels', key);
      if (dim === 'shop') return given || shops.get(key)?.shortName || shops.get(key)?.name || key;
      return given || key;
    },
    [t, label, shops],
  );
}
