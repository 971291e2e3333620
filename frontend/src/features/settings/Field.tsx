import { App } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Settings } from '@/bridge';
import { errorText } from '@/design';
import { useTranslation } from '@/i18n';
import s from './settings.module.css';

/** Field is one setting: its name and what it means on the left, its control on the right. */
export function Field({ label, how, children, wide }: { label: ReactNode; how?: ReactNode; children: ReactNode; wide?: boolean }) {
  return (
    <div className={wide ? `${s.fieldRow} ${s.wide}` : s.fieldRow}>
      <div>
        <div className={s.fieldName}>{label}</div>
        {how !== undefined && <div className="ad-quiet ad-small">{how}</div>}
      </div>
      <div className={s.control}>{children}</div>
    </div>
  );
}

/** useKeep saves a change at once and says so; a refused one says why and leaves things as they were. */
export function useKeep(save: (patch: Partial<Settings>) => Promise<Settings>): { keep: (patch: Partial<Settings>) => Promise<boolean>; busy: boolean } {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const keep = async (patch: Partial<Settings>) => {
    setBusy(true);
    try {
      await save(patch);
      void message.success(t('saved'));
      return true;
    } catch (e) {
      void message.error(errorText(e));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { keep, busy };
}
