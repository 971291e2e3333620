import { Button, Input, Modal, Select } from 'antd';
import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { StampAuthority, StampPreset } from '@/bridge';
import { ErrorState } from '@/design';
import { useTranslation } from '@/i18n';
import { usePutStamper } from './queries';
import s from './settings.module.css';

const empty: StampAuthority = { id: '', name: '', url: '', user: '', root: '' };

// A root certificate is a few kilobytes; Go refuses more than this too.
const maxRoot = 64 << 10;

/** StampForm adds an authority, or changes one. */
export function StampForm({ presets, authority, onClose }: { presets: StampPreset[]; authority: StampAuthority | null; onClose: () => void }) {
  const { t } = useTranslation('stamps');
  const put = usePutStamper();
  const [a, setA] = useState<StampAuthority>(authority ?? empty);
  const [password, setPassword] = useState('');
  const [picked, setPicked] = useState('');
  const [tooBig, setTooBig] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const set = (patch: Partial<StampAuthority>) => setA((was) => ({ ...was, ...patch }));
  const choose = (id: string) => {
    setPicked(id);
    const p = presets.find((x) => x.id === id);
    set(p ? { name: p.name, url: p.url } : { name: '', url: '' });
  };
  const read = async (f: File | undefined) => {
    if (!f) return;
    setTooBig(f.size > maxRoot);
    if (f.size <= maxRoot) set({ root: await f.text() });
  };
  const field = put.error?.params.field;
  const save = () => put.mutate({ a, password }, { onSuccess: onClose });
  const preset = presets.find((p) => p.id === picked);
  return (
    <Modal
      open
      width={640}
      title={authority ? t('editTitle', { name: authority.name }) : t('addTitle')}
      onCancel={onClose}
      onOk={save}
      okText={t('save')}
      confirmLoading={put.isPending}
      okButtonProps={{ disabled: a.name.trim() === '' || a.url.trim() === '' }}
    >
      <div className="ad-col">
        {!authority && (
          <Row label={t('preset')} how={preset && (preset.url === '' ? t('presetNote') : t('presetForeign'))}>
            {(id) => <Select id={id} value={picked} onChange={choose} options={[{ value: '', label: t('custom') }, ...presets.map((p) => ({ value: p.id, label: `${p.name} · ${p.home}` }))]} />}
          </Row>
        )}
        <Row label={t('name')} bad={field === 'name'}>{(id) => <Input id={id} value={a.name} maxLength={60} onChange={(e) => set({ name: e.target.value })} />}</Row>
        <Row label={t('url')} how={t('urlHow')} bad={field === 'url'}>{(id) => <Input id={id} value={a.url} placeholder="https://" onChange={(e) => set({ url: e.target.value })} />}</Row>
        <Row label={t('user')} how={t('userHow')}>{(id) => <Input id={id} value={a.user} autoComplete="off" onChange={(e) => set({ user: e.target.value })} />}</Row>
        {a.user !== '' && <Row label={t('password')} how={t('passwordHow')}>{(id) => <Input.Password id={id} value={password} autoComplete="new-password" onChange={(e) => setPassword(e.target.value)} />}</Row>}
        <Row label={t('root')} how={tooBig ? t('rootTooBig') : t('rootHow')} bad={field === 'root' || tooBig}>
          {(id) => (
            <>
              <Input.TextArea id={id} className="ad-mono" rows={5} value={a.root} placeholder="-----BEGIN CERTIFICATE-----" onChange={(e) => set({ root: e.target.value })} />
              <div className="ad-row">
                <Button size="small" onClick={() => file.current?.click()}>{t('rootFile')}</Button>
                <input ref={file} type="file" accept=".pem,.crt,.cer" hidden onChange={(e) => void read(e.target.files?.[0])} />
              </div>
            </>
          )}
        </Row>
        {put.error && <ErrorState error={put.error} />}
      </div>
    </Modal>
  );
}

function Row({ label, how, bad, children }: { label: string; how?: ReactNode; bad?: boolean; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="ad-col">
      <label htmlFor={id} className={bad ? s.badText : s.fieldName}>{label}</label>
      {children(id)}
      {how && <span className="ad-quiet ad-small">{how}</span>}
    </div>
  );
}
