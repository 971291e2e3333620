import { Button, Skeleton } from 'antd';
import { api } from '@/bridge';
import { ShopOf } from '@/bridge/ShopOf';
import { EmptyState, ErrorState, errorText, Instant } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { AppError } from '@/lib/appError';
import { useUrlState } from '@/lib/useUrlState';
import { useImports } from './queries';
import s from './shops.module.css';

/** Imports is every file that was brought in, with its tally. */
export function Imports() {
  const { t } = useTranslation('shops');
  const label = useLabel();
  const url = useUrlState();
  const runs = useImports();
  if (runs.error) return <ErrorState error={runs.error} retry={() => void runs.refetch()} />;
  if (!runs.data) return <Skeleton active />;
  if (runs.data.length === 0) {
    return <EmptyState title={t('importer.history.empty')} text={t('importer.history.emptyText')} action={<Button type="primary" onClick={() => url.set({ import: '1' })}>{t('import')}</Button>} />;
  }
  return (
    <div className={s.scroll}>
      <p className="ad-quiet">{t('importer.history.again')}</p>
      <table className={s.table}>
        <thead>
          <tr>
            <th>{t('importer.history.file')}</th>
            <th>{t('importer.history.kind')}</th>
            <th>{t('importer.history.shop')}</th>
            <th>{t('importer.history.at')}</th>
            <th className={s.right}>{t('importer.history.rows')}</th>
            <th className={s.right}>{t('importer.history.added')}</th>
            <th className={s.right}>{t('importer.history.changed')}</th>
            <th className={s.right}>{t('importer.history.same')}</th>
            <th className={s.right}>{t('importer.history.bad')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.data.map((r) => (
            <tr key={r.id}>
              <td className={s.clip} title={r.name}>
                {r.name}
                {r.code && <div className={s.need}>{errorText(new AppError(r.code))}</div>}
              </td>
              <td>{label('sheetKinds', r.kind)}</td>
              <td><ShopOf id={r.shopId} /></td>
              <td><Instant at={r.startedAt} /></td>
              <td className={s.right}>{r.rows.toLocaleString()}</td>
              <td className={s.right}>{r.added.toLocaleString()}</td>
              <td className={s.right}>{r.changed.toLocaleString()}</td>
              <td className={s.right}>{r.same.toLocaleString()}</td>
              <td className={s.right}>
                {r.bad > 0 && r.badPath ? (
                  <button type="button" className="ad-plain ad-linkish" title={t('importer.result.openBad')} onClick={() => void api.shell.openPath(r.badPath)}>{r.bad.toLocaleString()}</button>
                ) : (
                  r.bad.toLocaleString()
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
