import { CloudServerOutlined, FileExcelOutlined, ShopOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { api, useAct } from '@/bridge';
import { ErrorState } from '@/design';
import { useTranslation } from '@/i18n';
import './firstrun.css';

/** FirstRunPage is the one choice of a fresh data folder: demo, shop or file. onDone names the screen to go to. */
export function FirstRunPage({ onDone }: { onDone: (to: string) => Promise<void> }) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const demo = useAct(() => api.shell.startDemo(), ['shops', 'shell', 'settings']);
  const leave = async (to: string) => {
    setLeaving(true);
    setFailed(null);
    try {
      await onDone(to);
    } catch (e) {
      setFailed(e);
    } finally {
      setLeaving(false);
    }
  };
  const busy = demo.isPending || leaving;
  const error = demo.error ?? failed;
  return (
    <main className="first">
      <h1>{t('firstrun:title')}</h1>
      <p className="ad-dim">{t('firstrun:sub')}</p>
      <div className="first-ways">
        <section aria-labelledby="first-demo" data-main="true">
          <ShopOutlined className="first-icon" aria-hidden />
          <h2 id="first-demo">{t('firstrun:demo.title')}</h2>
          <p>{t('firstrun:demo.text')}</p>
          <Button type="primary" size="large" block loading={demo.isPending} disabled={busy} onClick={() => demo.mutate(undefined, { onSuccess: () => void leave('/today') })}>
            {demo.isPending ? t('firstrun:demo.busy') : t('firstrun:demo.action')}
          </Button>
        </section>
        <section aria-labelledby="first-connect">
          <CloudServerOutlined className="first-icon" aria-hidden />
          <h2 id="first-connect">{t('firstrun:connect.title')}</h2>
          <p>{t('firstrun:connect.text')}</p>
          <Button size="large" block disabled={busy} onClick={() => void leave('/shops?connect=1')}>{t('firstrun:connect.action')}</Button>
        </section>
        <section aria-labelledby="first-import">
          <FileExcelOutlined className="first-icon" aria-hidden />
          <h2 id="first-import">{t('firstrun:import.title')}</h2>
          <p>{t('firstrun:import.text')}</p>
          <Button size="large" block disabled={busy} onClick={() => void leave('/shops?import=1')}>{t('firstrun:import.action')}</Button>
        </section>
      </div>
      {error !== null && error !== undefined && <ErrorState error={error} />}
      <p className="ad-quiet">{t('firstrun:promise')}</p>
    </main>
  );
}
