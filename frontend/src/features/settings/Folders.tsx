import { DeleteOutlined, FolderOpenOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { api } from '@/bridge';
import { ShopOf } from '@/bridge/ShopOf';
import { useTranslation } from '@/i18n';
import { Field, useKeep } from './Field';
import { NumberBox } from './NumberBox';
import { useShopCards } from './queries';
import type { SectionProps } from './SettingsPage';
import s from './settings.module.css';

const GB = 1 << 30;
const MB = 1 << 20;

/** Folders is where files come in by themselves, and where packs and backups go. */
export function Folders({ settings, save }: SectionProps) {
  const { t } = useTranslation('settings');
  const { keep } = useKeep(save);
  const cards = useShopCards();
  const [shop, setShop] = useState('');
  const watch = settings.watchFolders ?? [];
  const imports = settings.importFolders ?? [];
  const shops = (cards.data ?? []).map((c) => c.shop);
  const target = shop || (shops[0]?.id ?? '');

  const pick = async (take: (folder: string) => void) => {
    const folder = await api.shell.pickFolder();
    if (folder) take(folder);
  };

  return (
    <div>
      <Field wide label={t('folders.watch')} how={t('folders.watchHow')}>
        {watch.length === 0 && <p className="ad-quiet">{t('folders.none')}</p>}
        {watch.map((f) => (
          <FolderLine key={f} path={f} onRemove={() => void keep({ watchFolders: watch.filter((x) => x !== f) })} />
        ))}
        <Button size="small" icon={<FolderOpenOutlined />} onClick={() => void pick((f) => !watch.includes(f) && void keep({ watchFolders: [...watch, f] }))}>{t('folders.add')}</Button>
      </Field>
      <Field wide label={t('folders.importFolders')} how={t('folders.importHow')}>
        {imports.length === 0 && <p className="ad-quiet">{t('folders.none')}</p>}
        {imports.map((pair) => {
          const at = pair.indexOf('=');
          return <FolderLine key={pair} path={pair.slice(at + 1)} before={<ShopOf id={pair.slice(0, at)} />} onRemove={() => void keep({ importFolders: imports.filter((x) => x !== pair) })} />;
        })}
        {shops.length > 0 && (
          <span className="ad-row">
            <Select size="small" aria-label={t('folders.shop')} value={target} options={shops.map((x) => ({ value: x.id, label: x.name }))} onChange={setShop} style={{ width: 180 }} />
            <Button size="small" icon={<FolderOpenOutlined />} onClick={() => void pick((f) => !imports.includes(`${target}=${f}`) && void keep({ importFolders: [...imports, `${target}=${f}`] }))}>{t('folders.add')}</Button>
          </span>
        )}
      </Field>
      <Field wide label={t('folders.pack')}>
        <Place path={settings.packFolder} onPick={() => void pick((packFolder) => void keep({ packFolder }))} onDefault={() => void keep({ packFolder: '' })} />
      </Field>
      <Field wide label={t('folders.backup')}>
        <Place path={settings.backupFolder} onPick={() => void pick((backupFolder) => void keep({ backupFolder }))} onDefault={() => void keep({ backupFolder: '' })} />
      </Field>
      <h3 className={s.group}>{t('folders.limits')}</h3>
      <Field label={t('folders.maxFile')}>
        <NumberBox min={1} max={1_000_000} unit="MB" label={t('folders.maxFile')} value={Math.round(settings.maxIntakeBytes / MB)} onKeep={(v) => void keep({ maxIntakeBytes: v * MB })} />
      </Field>
      <Field label={t('folders.maxImage')} how={t('folders.maxImageHow')}>
        <NumberBox min={1} max={1000} unit={t('folders.mp')} label={t('folders.maxImage')} value={settings.maxImageMp} onKeep={(v) => void keep({ maxImageMp: v })} />
      </Field>
      <Field label={t('folders.reserve')}>
        <NumberBox min={0} max={10_000} step={0.5} unit="GB" label={t('folders.reserve')} value={Math.round((settings.reserveBytes / GB) * 10) / 10} onKeep={(v) => void keep({ reserveBytes: Math.round(v * GB) })} />
      </Field>
    </div>
  );
}

function FolderLine({ path, before, onRemove }: { path: string; before?: React.ReactNode; onRemove: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <div className={s.folder}>
      {before}
      <span className="ad-mono ad-clip" title={path}>{path}</span>
      <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={`${t('folders.remove')} ${path}`} title={t('folders.remove')} onClick={onRemove} />
    </div>
  );
}

function Place({ path, onPick, onDefault }: { path: string; onPick: () => void; onDefault: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <div className={s.folder}>
      <span className={path ? 'ad-mono ad-clip' : 'ad-quiet'} title={path}>{path || t('folders.byDefault')}</span>
      <Button size="small" onClick={onPick}>{t('folders.change')}</Button>
      {path && <Button size="small" type="text" onClick={onDefault}>{t('folders.useDefault')}</Button>}
    </div>
  );
}
