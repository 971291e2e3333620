import { DownOutlined, ExportOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { api } from '@/bridge';
import { errorText } from '@/design';
import { useTranslation } from '@/i18n';

interface Props {
  onFile: (format: string) => Promise<string>;
  onPicture: () => string; // PNG data URL, "" without a chart
  metric: string;
  onError: (words: string) => void;
}

/** ExportMenu writes the table with its definitions, or the chart as a picture. Go keeps the file: a window of WebKit or WebView2 ignores download links. */
export function ExportMenu({ onFile, onPicture, metric, onError }: Props) {
  const { t } = useTranslation('trends');
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const keep = async (write: () => Promise<string>) => {
    setBusy(true);
    try {
      const path = await write();
      void message.success({
        duration: 8,
        content: (
          <>
            {t('export.done', { path })}
            <Button type="link" size="small" onClick={() => void api.shell.openPath(path).catch((e: unknown) => onError(errorText(e)))}>{t('export.open')}</Button>
          </>
        ),
      });
    } catch (e) {
      onError(errorText(e));
    } finally {
      setBusy(false);
    }
  };
  const picture = () => {
    const url = onPicture();
    if (url) void keep(() => api.trends.exportPicture(metric, url.slice(url.indexOf(',') + 1)));
    else onError(t('export.noChart'));
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'csv', label: t('export.csv') },
          { key: 'xlsx', label: t('export.xlsx') },
          { key: 'png', label: t('export.png') },
        ],
        onClick: ({ key }) => (key === 'png' ? picture() : void keep(() => onFile(key))),
      }}
    >
      <Button icon={<ExportOutlined />} loading={busy}>
        {t('export.menu')} <DownOutlined style={{ fontSize: 10 }} />
      </Button>
    </Dropdown>
  );
}
