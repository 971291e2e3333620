import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { errorText } from './Frames';
import { useTranslation } from '@/i18n';

/** ExportButton writes all rows of a list to a file and offers to show it. */
export function ExportButton({ run, open, disabled }: { run: () => Promise<string>; open: (path: string) => void; disabled?: boolean }) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      const path = await run();
      if (path) {
        notification.open({
          title: t('list.exported'), description: <span className="ad-mono ad-text">{path}</span>, placement: 'bottomRight', duration: 10,
          actions: <Button size="small" onClick={() => open(path)}>{t('list.showFile')}</Button>,
        });
      }
    } catch (e) {
      notification.open({ title: t('error.title'), description: errorText(e), placement: 'bottomRight', duration: 0 });
    } finally {
      setBusy(false);
    }
  };
  return <Button icon={<DownloadOutlined />} loading={busy} disabled={disabled ?? false} onClick={() => void go()}>{t('list.export')}</Button>;
}
