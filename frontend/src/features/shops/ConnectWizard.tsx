import { CheckCircleFilled, FileTextOutlined, PlayCircleOutlined, ShopOutlined } from '@ant-design/icons';
import { App, Button, Drawer, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { PlatformInfo, Shop } from '@/bridge';
import { ErrorState, Instant } from '@/design';
import { useTranslation } from '@/i18n';
import { ConnectFailure, wrongField } from './ConnectFailure';
import { PROVINCES } from './provinces';
import { useAddFileShop, useBoot, useConnect, usePlatforms, useStartDemo, useTest } from './queries';
import { useSay } from '@/i18n/words';
import s from './shops.module.css';

type Step = 'choose' | 'keys' | 'file';

interface Props {
  open: boolean;
  onClose: () => void;
  onImport: (shop: Shop) => void;
}

/** ConnectWizard leads to a first shop: a platform with keys, a shop of files, or the demo. */
export function ConnectWizard({ open, onClose, onImport }: Props) {
  const { t } = useTranslation('shops');
  const { message } = App.useApp();
  const [step, setStep] = useState<Step>('choose');
  const [platform, setPlatform] = useState<PlatformInfo | null>(null);
  const platforms = usePlatforms();
  const demo = useStartDemo();
  const boot = useBoot();
  const close = () => {
    setStep('choose');
    onClose();
  };

  return (
    <Drawer open={open} onClose={close} size={560} title={t('wizard.title')} destroyOnHidden>
      {step === 'choose' && (
        <div className={s.choices}>
          <h3>{t('wizard.choose')}</h3>
          {platforms.error && <ErrorState error={platforms.error} retry={() => void platforms.refetch()} />}
          {(platforms.data ?? []).filter((p) => p.platform !== 'sheet').map((p) => (
            <Choice
              key={p.platform}
              icon={<ShopOutlined />}
              title={p.platform === 'doudian' ? t('wizard.doudianName') : p.platform}
              text={p.platform === 'doudian' ? t('wizard.doudianSub') : t('wizard.otherField')}
              onClick={() => {
                setPlatform(p);
                setStep('keys');
              }}
            />
          ))}
          <Choice icon={<FileTextOutlined />} title={t('wizard.fileName')} text={t('wizard.fileSub')} onClick={() => setStep('file')} />
          {!boot.data?.demo && (
            <Choice
              icon={<PlayCircleOutlined />}
              title={t('wizard.demoName')}
              text={t('wizard.demoSub')}
              busy={demo.isPending}
              onClick={() => void demo.mutateAsync(undefined).then(close, () => undefined)}
            />
          )}
          {demo.error && <ErrorState error={demo.error} />}
        </div>
      )}
      {step === 'keys' && platform && (
        <Keys
          platform={platform}
          keeper={boot.data?.keeper ?? ''}
          onBack={() => setStep('choose')}
          onDone={(shop) => {
            void message.success(t('wizard.connected', { shop: shop.name }));
            close();
          }}
        />
      )}
      {step === 'file' && (
        <FileShop
          onBack={() => setStep('choose')}
          onDone={(shop) => {
            void message.success(t('wizard.file.created', { shop: shop.name }));
            close();
            onImport(shop);
          }}
        />
      )}
    </Drawer>
  );
}

function Choice({ icon, title, text, busy, onClick }: { icon: ReactNode; title: string; text: string; busy?: boolean; onClick: () => void }) {
  return (
    <button type="button" className={s.choice} disabled={busy} aria-busy={busy} onClick={onClick}>
      {icon}
      <span>
        <b>{title}</b>
        <span className="ad-quiet">{text}</span>
      </span>
    </button>
  );
}

const DIGITS = new Set(['app_key', 'shop_id']);

/** Keys asks for each key with where it is found, tests them at once, and says precisely what is wrong. */
function Keys({ platform, keeper, onBack, onDone }: { platform: PlatformInfo; keeper: string; onBack: () => void; onDone: (shop: Shop) => void }) {
  const { t } = useTranslation('shops');
  const say = useSay('shops');
  const [credentials, setCredentials] = useState<Record<string, string>>({});
  const [name, setName] = useState('');
  const [province, setProvince] = useState('');
  const test = useTest();
  const connect = useConnect();
  const busy = test.isPending || connect.isPending;
  const asked = platform.fields.filter((f) => f.required || credentials[f.name] !== undefined);
  const complete = platform.fields.every((f) => !f.required || (credentials[f.name] ?? '').trim() !== '');
  const wellFormed = Object.entries(credentials).every(([k, v]) => !DIGITS.has(k) || v.trim() === '' || /^\d+$/.test(v.trim()));
  const request = { platform: platform.platform, name: name.trim(), shipProvince: province, credentials: Object.fromEntries(Object.entries(credentials).map(([k, v]) => [k, v.trim()])) };
  const error = connect.error ?? test.error;
  const wrong = error ? wrongField(error) : '';
  const tested = test.isSuccess && !error ? test.data : null;

  const change = (field: string, value: string) => {
    setCredentials((c) => ({ ...c, [field]: value }));
    test.reset(); // what was tested is no longer what stands here
    connect.reset();
  };
  const run = () => {
    if (!complete || !wellFormed || busy) return;
    connect.reset();
    if (tested) void connect.mutateAsync(request).then(onDone, () => undefined);
    else void test.mutateAsync(request).catch(() => undefined);
  };

  return (
    <Form layout="vertical" onFinish={run} className={s.keys}>
      <h3>{t('wizard.keysTitle')}</h3>
      <p className="ad-dim">{platform.platform === 'doudian' ? t('wizard.keysIntro') : t('wizard.otherField')}</p>
      {asked.map((f) => {
        const value = credentials[f.name] ?? '';
        const malformed = DIGITS.has(f.name) && value.trim() !== '' && !/^\d+$/.test(value.trim());
        const label = say(`wizard.fields.${f.name}`, 'label', { other: f.name });
        return (
          <Form.Item
            key={f.name}
            label={label}
            htmlFor={`key-${f.name}`}
            required={f.required}
            validateStatus={malformed || wrong === f.name ? 'error' : ''}
            help={malformed ? t('wizard.digits') : wrong === f.name ? t('wizard.failed.wrongField') : undefined}
            extra={say(`wizard.fields.${f.name}`, 'where', { other: t('wizard.otherField') })}
          >
            {f.secret ? (
              <Input.Password id={`key-${f.name}`} value={value} autoComplete="off" onChange={(e) => change(f.name, e.target.value)} />
            ) : (
              <Input id={`key-${f.name}`} value={value} autoComplete="off" spellCheck={false} onChange={(e) => change(f.name, e.target.value)} />
            )}
          </Form.Item>
        );
      })}
      <div className={s.two}>
        <Form.Item label={t('wizard.name')} htmlFor="key-name" extra={t('wizard.nameHow')}>
          <Input id="key-name" value={name} maxLength={60} placeholder={tested?.shopName} onChange={(e) => setName(e.target.value)} />
        </Form.Item>
        <Form.Item label={t('wizard.province')} extra={t('wizard.provinceHow')}>
          <Select allowClear showSearch aria-label={t('wizard.province')} value={province || undefined} options={PROVINCES.map((p) => ({ value: p, label: p }))} onChange={(v?: string) => setProvince(v ?? '')} />
        </Form.Item>
      </div>
      <ul className={s.assure}>
        <li>{t(keeper === 'sealed_file' || keeper === 'locked' ? 'wizard.keepSealed' : 'wizard.keepInKeychain')}</li>
        <li>{t('wizard.hosts', { hosts: platform.hosts.join(', ') })}</li>
        <li>{t('wizard.readOnly')}</li>
      </ul>
      {error && <ConnectFailure error={error} />}
      {tested && (
        <p className={s.reached} role="status">
          <CheckCircleFilled />
          <span>
            <b>{t('wizard.testOk', { shop: tested.shopName || tested.remoteId })}</b>
            {tested.tokenExpires > 0 && <span className="ad-quiet"> <Instant at={tested.tokenExpires} /></span>}
            <span className="ad-quiet"> · {t('matrix.enabledCount', { n: tested.capabilities.filter((c) => c.state === 'enabled').length, all: tested.capabilities.length })}</span>
          </span>
        </p>
      )}
      <div className={s.foot}>
        <Button onClick={onBack}>{t('wizard.back')}</Button>
        <Button type="primary" htmlType="submit" loading={busy} disabled={!complete || !wellFormed}>
          {tested ? (connect.isPending ? t('wizard.connecting') : t('wizard.connectNow')) : test.isPending ? t('wizard.testing') : t('wizard.test')}
        </Button>
      </div>
    </Form>
  );
}

const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD', 'SGD', 'MYR', 'THB', 'VND', 'IDR', 'PHP'];
const ZONES = ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Singapore', 'Asia/Bangkok', 'Asia/Jakarta', 'Asia/Tokyo', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'America/Sao_Paulo', 'UTC'];

/** FileShop makes a shop that is fed by files only. */
export function FileShop({ onBack, onDone }: { onBack?: () => void; onDone: (shop: Shop) => void }) {
  const { t } = useTranslation('shops');
  const add = useAddFileShop();
  const [name, setName] = useState('');
  const [currency, setCurrency] = useState('CNY');
  const [zone, setZone] = useState('Asia/Shanghai');
  const create = () => {
    if (name.trim() !== '') void add.mutateAsync({ name: name.trim(), currency, zone }).then(onDone, () => undefined);
  };
  return (
    <Form layout="vertical" onFinish={create}>
      <h3>{t('wizard.file.title')}</h3>
      <p className="ad-dim">{t('importer.supported')}</p>
      {add.error && <ErrorState error={add.error} />}
      <Form.Item label={t('wizard.file.name')} htmlFor="file-shop" required>
        <Input id="file-shop" autoFocus value={name} maxLength={60} onChange={(e) => setName(e.target.value)} />
      </Form.Item>
      <div className={s.two}>
        <Form.Item label={t('wizard.file.currency')}>
          <Select showSearch aria-label={t('wizard.file.currency')} value={currency} options={CURRENCIES.map((c) => ({ value: c, label: c }))} onChange={setCurrency} />
        </Form.Item>
        <Form.Item label={t('wizard.file.zone')}>
          <Select showSearch aria-label={t('wizard.file.zone')} value={zone} options={ZONES.map((z) => ({ value: z, label: z }))} onChange={setZone} />
        </Form.Item>
      </div>
      <div className={s.foot}>
        {onBack && <Button onClick={onBack}>{t('wizard.back')}</Button>}
        <Button type="primary" htmlType="submit" loading={add.isPending} disabled={name.trim() === ''}>{t('wizard.file.create')}</Button>
      </div>
    </Form>
  );
}
