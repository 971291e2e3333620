import { Button } from 'antd';
import { useRouteError } from 'react-router';
import { ErrorState } from '@/design';
import { useTranslation } from '@/i18n';

/** ScreenError stands in for a screen that failed; the rail and the footer stay. */
export function ScreenError() {
  const error = useRouteError();
  const { t } = useTranslation();
  return (
    <div className="app-alone">
      <ErrorState title={t('error.screen')} error={error} />
      <Button style={{ marginTop: 12 }} onClick={() => window.location.reload()}>{t('error.reload')}</Button>
    </div>
  );
}
