import { DownOutlined, ExportOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { api } from '@/bridge';
import { errorText } from '@/design';
import { useTranslation } from '@/i18n';

interface Props {
  onFile: (format: string) => Promise<string>;
  onPicture: () => string; // PNG data URL, "" without a chart
  name: string;
  onError: (words: string) => void;
}

/** ExportMenu writes the table with its definitions, or the chart as a picture. */
export function ExportMenu({ onFile, onPicture, name, onError }: Props) {
  const { t } = useTranslation('trends');
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const file = async (format: string) => {
    setBusy(true);
    try {
      const path = await onFile(format);
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
    if (!url) return;
    const a = document.createElement('a');
    a.href = url;
    a.download = `${name}.png`;
    a.click();
    void message.success(t('export.picture'));
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
        onClick: ({ key }) => (key === 'png' ? picture() : void file(key)),
      }}
    >
      <Button icon={<ExportOutlined />} loading={busy}>
        {t('export.menu')} <DownOutlined style={{ fontSize: 10 }} />
      </Button>
    </Dropdown>
  );
}
