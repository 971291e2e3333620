import { Link } from 'react-router';
import { useSettings } from '@/bridge';
import { CopyId } from '@/design';
import { useTranslation } from '@/i18n';

/** PushAddress is where a platform's deliveries for a shop are taken on this computer, for the relay that a merchant runs; while the door is closed, the way to open it. */
export function PushAddress({ shopId }: { shopId: string }) {
  const { t } = useTranslation('shops');
  const { settings } = useSettings();
  if (!settings) return null;
  if (settings.pushPort === 0) return <Link className="ad-small" to="/settings?section=network">{t('push.open')}</Link>;
  return (
    <span className="ad-small">
      {t('push.address')} <CopyId id={`http://127.0.0.1:${settings.pushPort}/push/${shopId}`} clip />
    </span>
  );
}
