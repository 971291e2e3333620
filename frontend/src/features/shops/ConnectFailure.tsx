import { CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import type { AppError } from '@/lib/appError';
import { copyText } from '@/lib/clipboard';
import s from './shops.module.css';

// Which key a reason is about, so that the box to change can be marked.
const FIELD_OF: Record<string, string> = { bad_key: 'app_key', bad_secret: 'app_secret', wrong_shop: 'shop_id', not_authorised: 'shop_id' };

/** wrongField names the key that a failed test is about, or "". */
export function wrongField(e: AppError): string {
  return FIELD_OF[e.params.reason ?? ''] ?? e.params.field ?? '';
}

/** ConnectFailure says in plain words what was wrong, that nothing was kept, and gives a code to copy. */
export function ConnectFailure({ error }: { error: AppError }) {
  const { t } = useTranslation('shops');
  const say = useSay('shops');
  const reason = error.params.reason ?? '';
  const code = [error.code, ...Object.entries(error.params).map(([k, v]) => `${k}=${v}`)].join(' ');
  const byCode = say('wizard.failed.codes', error.code, { other: t('wizard.failed.other', { code: error.code }) });
  const field = say(`wizard.fields.${error.params.field ?? ''}`, 'label', { other: error.params.field ?? '' });
  return (
    <div className={s.failure} role="alert">
      <b>{t('wizard.failed.title')}</b>
      <p>{reason ? say('wizard.failed.reasons', reason, { other: byCode, params: { field } }) : byCode}</p>
      <p className="ad-dim">{t('wizard.failed.safe')}</p>
      <Button size="small" type="text" icon={<CopyOutlined />} onClick={() => void copyText(code)}>
        {t('wizard.failed.copy')} <code className="ad-mono ad-quiet">{code}</code>
      </Button>
    </div>
  );
}
