import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { api, useAct } from '@/bridge';
import { ErrorState } from '@/design';
import { useTranslation } from '@/i18n';

/** Unlock asks for the passphrase of the sealed credential file, where the system has no keychain. */
export function Unlock() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const unlock = useAct((p: string) => api.shell.unlock(p), ['shell', 'shops']);
  const send = () => unlock.mutate(text, { onSuccess: () => setOpen(false), onSettled: () => setText('') });
  return (
    <div className="app-demo" role="note">
      <strong>{t('firstrun:unlock.banner')}</strong>
      <span className="ad-clip">{t('firstrun:unlock.hint')}</span>
      <Button size="small" onClick={() => setOpen(true)}>{t('firstrun:unlock.open')}</Button>
      <Modal open={open} title={t('firstrun:unlock.title')} okText={t('firstrun:unlock.open')} cancelText={t('common.cancel')} onOk={send} onCancel={() => setOpen(false)} confirmLoading={unlock.isPending} okButtonProps={{ disabled: text === '' }} destroyOnHidden>
        <p className="ad-dim" style={{ marginBottom: 8 }}>{t('firstrun:unlock.text')}</p>
        <Input.Password autoFocus value={text} aria-label={t('firstrun:unlock.title')} onChange={(e) => setText(e.target.value)} onPressEnter={send} />
        {unlock.error && <div style={{ marginTop: 12 }}><ErrorState error={unlock.error} /></div>}
      </Modal>
    </div>
  );
}
