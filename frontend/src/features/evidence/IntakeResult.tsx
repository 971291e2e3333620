import { Button, Modal } from 'antd';
import { useTranslation } from '@/i18n';
import type { IntakeResult as Result } from '@/bridge';
import { errorText } from '@/design';
import { AppError } from '@/lib/appError';
import s from './evidence.module.css';

/** IntakeResult is the receipt of files that were offered: taken, known, linked, refused and why. */
export function IntakeResult({ results, onClose, onTray }: { results: Result[]; onClose: () => void; onTray: () => void }) {
  const { t } = useTranslation('evidence');
  const refused = results.filter((r) => r.code !== '');
  const taken = results.filter((r) => r.code === '');
  const known = taken.filter((r) => r.known).length;
  const linked = taken.filter((r) => (r.links ?? []).length > 0).length;
  const numbers: [string, number][] = [
    [t('intake.taken', { n: taken.length - known }), taken.length - known],
    [t('intake.known', { n: known }), known],
    [t('intake.linked', { n: linked }), linked],
    [t('intake.unlinked', { n: taken.length - linked }), taken.length - linked],
    [t('intake.refused', { n: refused.length }), refused.length],
  ];
  return (
    <Modal
      open={results.length > 0}
      onCancel={onClose}
      title={t('intake.title', { n: results.length })}
      footer={
        <>
          {taken.length > linked && <Button onClick={onTray}>{t('intake.goTray')}</Button>}
          <Button type="primary" onClick={onClose}>
            {t('verify.close')}
          </Button>
        </>
      }
    >
      <p className={s.intake}>
        {numbers
          .filter(([, n]) => n > 0)
          .map(([words]) => (
            <span key={words}>{words}</span>
          ))}
      </p>
      {refused.length > 0 && <h4>{t('intake.refusedList')}</h4>}
      {refused.slice(0, 20).map((r) => (
        <div key={r.path} className={s.refused}>
          <span className={s.mono}>{baseName(r.path)}</span>
          <span>{errorText(new AppError(r.code, r.params ?? {}))}</span>
        </div>
      ))}
    </Modal>
  );
}

/** baseName is the last part of a path of either system. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}
