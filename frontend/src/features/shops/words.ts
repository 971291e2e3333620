import { useCallback } from 'react';
import { useSay } from '@/i18n/words';

/** useFieldLabel names a key the way its platform does. */
export function useFieldLabel(): (platform: string, field: string) => string {
  const say = useSay('platforms');
  return useCallback((platform, field) => say(`labelsOf.${platform}`, field, { other: say('labels', field, { other: field }) }), [say]);
}

/** useNeed says the one missing step of an ability or an act in words. */
export function useNeed(): (code: string) => string {
  const say = useSay('platforms');
  const reason = useSay('common');
  return useCallback((code) => say('needs', code, { other: reason('error.reasons', code, { other: code }) }), [say, reason]);
}
