import { CheckCircleFilled, CopyOutlined, ExportOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { openURL } from '@/bridge';
import type { CredentialField, PlatformInfo, Shop } from '@/bridge';
import { Instant } from '@/design';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { copyText } from '@/lib/clipboard';
import { AUTH_CODE, ask, codeOf, lacks, lacksForConsent, malformed, wrongField } from './connect';
import { ConnectFailure } from './ConnectFailure';
import { PROVINCES } from './provinces';
import { useAuthorizeURL, useConnect, useTest } from './queries';
import s from './shops.module.css';
import { useFieldLabel } from './words';

/** ConnectKeys asks for each key with where it is found, tests them at once, and says precisely what is wrong. */
export function ConnectKeys({ platform, keeper, onBack, onDone }: { platform: PlatformInfo; keeper: string; onBack: () => void; onDone: (shop: Shop) => void }) {
  const { t } = useTranslation(['shops', 'platforms']);
  const say = useSay('platforms');
  const label = useFieldLabel();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [name, setName] = useState('');
  const [province, setProvince] = useState('');
  const test = useTest();
  const connect = useConnect();
  const authorize = useAuthorizeURL();
  const busy = test.isPending || connect.isPending;
  const { keys, consent, more } = ask(platform);
  const pasted = codeOf(platform.platform, typed[AUTH_CODE] ?? '');
  const missing = lacks(platform, typed);
  const ready = missing.length === 0 && pasted.problem === '' && Object.entries(typed).every(([k, v]) => !malformed(platform.platform, k, v));
  // A code of the consent page is good for one use, so there is no second call after the test: it connects in one step.
  const once = pasted.code !== '';
  const credentials = Object.fromEntries(Object.entries({ ...typed, [AUTH_CODE]: pasted.code }).map(([k, v]) => [k, v.trim()]).filter(([, v]) => v !== ''));
  const request = { platform: platform.platform, name: name.trim(), shipProvince: province, credentials };
  const error = connect.error ?? test.error ?? authorize.error;
  const wrong = error ? wrongField(error, platform) : '';
  const tested = test.isSuccess && !error ? test.data : null;

  const change = (field: string, value: string) => {
    setTyped((c) => ({ ...c, [field]: value }));
    test.reset(); // what was tested is no longer what stands here
    connect.reset();
    if (field !== AUTH_CODE) authorize.reset();
  };
  const run = () => {
    if (!ready || busy) return;
    connect.reset();
    authorize.reset();
    if (tested || once) void connect.mutateAsync(request).then(onDone, () => undefined);
    else void test.mutateAsync(request).catch(() => undefined);
  };
  const open = () => {
    test.reset();
    connect.reset();
    void authorize.mutateAsync({ ...request, credentials: { ...credentials, [AUTH_CODE]: '' } }).then(openURL, () => undefined);
  };
  const box = (f: CredentialField) => (
    <KeyBox key={f.name} field={f} platform={platform.platform} value={typed[f.name] ?? ''} wrong={wrong === f.name} problem={f.name === AUTH_CODE ? pasted.problem : ''} found={f.name === AUTH_CODE && pasted.found} onChange={(v) => change(f.name, v)} />
  );
  const before = lacksForConsent(platform, typed);

  return (
    <Form layout="vertical" onFinish={run} className={s.keys}>
      <h3>{say('full', platform.platform)}</h3>
      <p className="ad-dim">{say('intro', platform.platform)}</p>
      {keys.map(box)}
      {consent.length > 0 && (
        <fieldset className={s.consent}>
          <legend>{t('platforms:consent.title')}</legend>
          <p className="ad-dim">{t('platforms:consent.how')}</p>
          {consent.filter((f) => f.name !== AUTH_CODE).map(box)}
          <div className="ad-row ad-wrap">
            <Button icon={<ExportOutlined />} loading={authorize.isPending} disabled={before.length > 0} onClick={open}>{authorize.data ? t('platforms:consent.again') : t('platforms:consent.open')}</Button>
            {authorize.data && <Button type="text" icon={<CopyOutlined />} onClick={() => void copyText(authorize.data)}>{t('platforms:consent.copy')}</Button>}
            {before.length > 0 && <span className="ad-quiet ad-small">{t('platforms:consent.first', { fields: before.map((n) => label(platform.platform, n)).join(' / ') })}</span>}
          </div>
          {authorize.data && <p role="status">{t('platforms:consent.opened')}</p>}
          {consent.filter((f) => f.name === AUTH_CODE).map(box)}
        </fieldset>
      )}
      {more.length > 0 && (
        <details className={s.more} open={more.some((f) => f.name === wrong) || undefined}>
          <summary>{t('platforms:consent.more')}</summary>
          {more.map(box)}
        </details>
      )}
      <div className={s.two}>
        <Form.Item label={t('shops:wizard.name')} htmlFor="key-name" extra={t('shops:wizard.nameHow')}>
          <Input id="key-name" value={name} maxLength={60} placeholder={tested?.shopName} onChange={(e) => setName(e.target.value)} />
        </Form.Item>
        <Form.Item label={t('shops:wizard.province')} extra={t('shops:wizard.provinceHow')}>
          <Select allowClear showSearch aria-label={t('shops:wizard.province')} value={province || undefined} options={PROVINCES.map((p) => ({ value: p, label: p }))} onChange={(v?: string) => setProvince(v ?? '')} />
        </Form.Item>
      </div>
      <ul className={s.assure}>
        <li>{t(keeper === 'sealed_file' || keeper === 'locked' ? 'shops:wizard.keepSealed' : 'shops:wizard.keepInKeychain')}</li>
        <li>{platform.hosts.length > 0 ? t('shops:wizard.hosts', { hosts: platform.hosts.join(', ') }) : t('shops:wizard.hostsOwn')}</li>
        <li>{t('shops:wizard.readOnly')}</li>
      </ul>
      {error && <ConnectFailure error={error} platform={platform} />}
      {tested && (
        <p className={s.reached} role="status">
          <CheckCircleFilled />
          <span>
            <b>{t('shops:wizard.testOk', { shop: tested.shopName || tested.remoteId })}</b>
            {tested.tokenExpires > 0 && <span className="ad-quiet"> <Instant at={tested.tokenExpires} /></span>}
            <span className="ad-quiet"> · {t('shops:matrix.enabledCount', { n: tested.capabilities.filter((c) => c.state === 'enabled').length, all: tested.capabilities.length })}</span>
          </span>
        </p>
      )}
      <div className={s.foot}>
        {once && <span className={`${s.footNote} ad-small`}>{t('shops:wizard.onceHow')}</span>}
        <Button onClick={onBack}>{t('shops:wizard.back')}</Button>
        <Button type="primary" htmlType="submit" loading={busy} disabled={!ready}>
          {connect.isPending ? t('shops:wizard.connecting') : test.isPending ? t('shops:wizard.testing') : once ? t('shops:wizard.testAndConnect') : tested ? t('shops:wizard.connectNow') : t('shops:wizard.test')}
        </Button>
      </div>
    </Form>
  );
}

function KeyBox({ field: f, platform, value, wrong, problem, found, onChange }: {
  field: CredentialField; platform: string; value: string; wrong: boolean; problem: '' | 'denied' | 'noCode'; found: boolean; onChange: (value: string) => void;
}) {
  const { t } = useTranslation(['shops', 'platforms']);
  const say = useSay('platforms');
  const label = useFieldLabel();
  const bad = malformed(platform, f.name, value);
  const help = bad ? t('shops:wizard.digits') : problem ? t(`platforms:consent.${problem}`) : wrong ? t('platforms:failed.wrongField') : found ? t('platforms:consent.codeFound') : undefined;
  return (
    <Form.Item
      label={label(platform, f.name)} htmlFor={`key-${f.name}`} required={f.required} validateStatus={bad || wrong || problem ? 'error' : ''} help={help}
      extra={<>{say(`where.${platform}`, f.name, { other: '' })}{f.example && <> <code className="ad-mono">{f.example}</code></>}</>}
    >
      {f.secret && f.name !== AUTH_CODE ? (
        <Input.Password id={`key-${f.name}`} value={value} autoComplete="off" onChange={(e) => onChange(e.target.value)} />
      ) : (
        <Input id={`key-${f.name}`} value={value} autoComplete="off" spellCheck={false} onChange={(e) => onChange(e.target.value)} />
      )}
    </Form.Item>
  );
}
