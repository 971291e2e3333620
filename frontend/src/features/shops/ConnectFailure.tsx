import { CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { PlatformInfo } from '@/bridge';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import type { AppError } from '@/lib/appError';
import { copyText } from '@/lib/clipboard';
import { useFieldLabel } from './words';
import { wrongField } from './connect';
import s from './shops.module.css';

/** ConnectFailure says in plain words what was wrong and what to do, that nothing was kept, and gives a code to copy. */
export function ConnectFailure({ error, platform }: { error: AppError; platform: PlatformInfo }) {
  const { t } = useTranslation('platforms');
  const say = useSay('platforms');
  const label = useFieldLabel();
  const reason = error.params.reason ?? '';
  const code = [error.code, ...Object.entries(error.params).map(([k, v]) => `${k}=${v}`)].join(' ');
  const params = { field: label(platform.platform, wrongField(error, platform)) };
  const byCode = say('failed.codes', error.code, { other: t('failed.other', { code: error.code }) });
  const any = say('failed.any', reason, { other: byCode, params });
  return (
    <div className={s.failure} role="alert">
      <b>{t('failed.title')}</b>
      <p>{reason ? say(`failed.byPlatform.${platform.platform}`, reason, { other: any, params }) : byCode}</p>
      <p className="ad-dim">{t('failed.safe')}</p>
      <Button size="small" type="text" icon={<CopyOutlined />} onClick={() => void copyText(code)}>
        {t('failed.copy')} <code className="ad-mono ad-quiet">{code}</code>
      </Button>
    </div>
  );
}
