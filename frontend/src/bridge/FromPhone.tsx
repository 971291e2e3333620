import { MobileOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { api } from './api';
import { useAct, useApi } from './queries';
import { ErrorState } from '@/design';
import { useTranslation } from '@/i18n';

/** FromPhone asks the paired phones for pictures of a case, or of an order: their page opens it. */
export function FromPhone({ orderId, afterSaleId }: { orderId: string; afterSaleId: string }) {
  const { t } = useTranslation('phones');
  const door = useApi('phones', ['door'], api.phones.state).data;
  const ask = useAct(() => api.phones.ask(orderId, afterSaleId), ['phones']);
  const closed = ask.error?.params.reason === 'door_closed';
  return (
    <div>
      <Button block icon={<MobileOutlined aria-hidden />} loading={ask.isPending} onClick={() => ask.mutate(undefined)}>{t('ask')}</Button>
      <p className="ad-small ad-quiet" role="status" style={{ marginTop: ask.isIdle ? 0 : 4 }}>
        {ask.isSuccess && (ask.data > 0 ? t('asked', { n: ask.data }) : t('askedNone', { url: door?.url ?? '' }))}
        {closed && <>{t('askClosed')} <Link to="/settings?section=phones">{t('toSettings')}</Link></>}
      </p>
      {ask.error && !closed && <ErrorState error={ask.error} />}
    </div>
  );
}
