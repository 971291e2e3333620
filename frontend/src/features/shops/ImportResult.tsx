import { CheckCircleFilled } from '@ant-design/icons';
import { App, Button } from 'antd';
import { api } from '@/bridge';
import type { SheetRun } from '@/bridge';
import { errorText } from '@/design';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { AppError } from '@/lib/appError';
import s from './shops.module.css';

/** ImportResult is the receipt of an import: what came in, and each row that did not with its reason. */
export function ImportResult({ run, onAgain, onDone }: { run: SheetRun; onAgain: () => void; onDone: () => void }) {
  const { t } = useTranslation('shops');
  const say = useSay('shops');
  const { message } = App.useApp();
  const numbers = [
    ['added', run.added],
    ['changed', run.changed],
    ['same', run.same],
    ['bad', run.bad],
  ] as const;
  return (
    <div className={s.stepBody} role="status">
      <h3 className={s.resultTitle}>
        {!run.code && <CheckCircleFilled />} {run.code ? errorText(new AppError(run.code)) : t('importer.result.title')}
      </h3>
      <dl className={s.tally}>
        {numbers.map(([key, n]) => (
          <div key={key}>
            <dt>{t(`importer.result.${key}`)}</dt>
            <dd>{n.toLocaleString()}</dd>
          </div>
        ))}
      </dl>
      {run.added === 0 && run.changed === 0 && run.bad === 0 && <p className="ad-quiet">{t('importer.result.nothing')}</p>}
      {run.bad > 0 && (
        <section>
          <h3>{t('importer.result.badTitle')}</h3>
          <p className="ad-dim">
            {t('importer.result.badFile')}{' '}
            {run.badPath && (
              <Button size="small" onClick={() => void api.shell.openPath(run.badPath).catch((e: unknown) => message.error(errorText(e)))}>
                {t('importer.result.openBad')}
              </Button>
            )}
          </p>
          {run.badPath && <code className={s.path}>{run.badPath}</code>}
          <table className={s.table}>
            <tbody>
              {(run.sample ?? []).map((b) => (
                <tr key={`${b.row}-${b.field}`}>
                  <td className="ad-num">{t('importer.result.row', { n: b.row })}</td>
                  <td>{say('importer.fields', b.field, { other: b.field })}</td>
                  <td>{say('importer.why', b.why, { other: t('importer.whyOther', { code: b.why || b.code }) })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <div className={s.foot}>
        <Button onClick={onAgain}>{t('importer.result.again')}</Button>
        <Button type="primary" onClick={onDone}>{t('importer.result.done')}</Button>
      </div>
    </div>
  );
}
