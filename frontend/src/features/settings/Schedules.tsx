import { Button, Input, Select, Skeleton, Switch } from 'antd';
import { useState } from 'react';
import type { CheckInfo } from '@/bridge';
import { ErrorState, Instant } from '@/design';
import { useTranslation } from '@/i18n';
import { cronText } from '@/i18n/cron';
import { useSay } from '@/i18n/words';
import { cronOk } from '@/lib/cron';
import { useKeep } from './Field';
import { useChecks } from './queries';
import type { SectionProps } from './SettingsPage';
import s from './settings.module.css';

const PRESETS = ['*/10 * * * *', '*/15 * * * *', '*/30 * * * *', '0 * * * *', '0 */2 * * *', '0 9 * * *', '0 9,14,20 * * *'];
const CUSTOM = 'custom';

/** Schedules is when each check runs; what a person changes replaces the default and can be taken back. */
export function Schedules({ settings, save }: SectionProps) {
  const { t } = useTranslation('settings');
  const checks = useChecks();
  const { keep } = useKeep(save);
  if (checks.error) return <ErrorState error={checks.error} retry={() => void checks.refetch()} />;
  if (!checks.data) return <Skeleton active />;
  const own = settings.schedules ?? {};
  const set = (id: string, spec: string | null) => {
    const { [id]: _, ...rest } = own;
    void keep({ schedules: spec === null ? rest : { ...rest, [id]: spec } });
  };
  return (
    <div>
      <p className="ad-quiet">{t('schedules.intro')}</p>
      <table className={s.table}>
        <thead>
          <tr>
            <th>{t('schedules.on')}</th>
            <th>{t('schedules.check')}</th>
            <th>{t('schedules.when')}</th>
            <th>{t('schedules.last')}</th>
            <th>{t('schedules.next')}</th>
          </tr>
        </thead>
        <tbody>
          {checks.data.map((c) => (
            <Row key={`${c.id} ${c.spec}`} check={c} changed={own[c.id] !== undefined} onSpec={(spec) => set(c.id, spec)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ check, changed, onSpec }: { check: CheckInfo; changed: boolean; onSpec: (spec: string | null) => void }) {
  const { t } = useTranslation('settings');
  const checkName = useSay('logistics');
  const say = useSay('settings');
  const [custom, setCustom] = useState(false);
  const [text, setText] = useState(check.spec);
  const options = PRESETS.includes(check.spec) || !check.enabled ? PRESETS : [check.spec, ...PRESETS];
  const name = checkName('checks', check.id);
  const bad = !cronOk(text);
  return (
    <tr>
      <td>
        <Switch size="small" aria-label={name} checked={check.enabled} onChange={(on) => onSpec(on ? null : '')} />
      </td>
      <td>
        <b>{name}</b>
        <div className="ad-quiet ad-small">{checkName('asks', check.id, { other: '' })}</div>
      </td>
      <td>
        {!check.enabled ? (
          <span className="ad-quiet">{t('schedules.offNow')}</span>
        ) : custom ? (
          <span className="ad-row">
            <Input value={text} size="small" status={bad ? 'error' : ''} aria-label={t('schedules.spec')} style={{ width: 160 }} className="ad-mono" onChange={(e) => setText(e.target.value)} onPressEnter={() => !bad && onSpec(text.trim())} />
            <Button size="small" type="primary" disabled={bad} onClick={() => onSpec(text.trim())}>{t('save')}</Button>
            <Button size="small" type="text" onClick={() => setCustom(false)}>{t('discard')}</Button>
            <span className="ad-quiet">{bad ? t('schedules.bad') : cronText(text)}</span>
          </span>
        ) : (
          <span className="ad-row">
            <Select
              size="small"
              aria-label={`${name} ${t('schedules.when')}`}
              value={check.spec}
              title={check.spec}
              options={[...options.map((x) => ({ value: x, label: say('schedules.presets', x, { other: cronText(x) }) })), { value: CUSTOM, label: t('schedules.custom') }]}
              onChange={(v) => (v === CUSTOM ? setCustom(true) : onSpec(v))}
              style={{ width: 232 }}
            />
            {changed && <Button size="small" type="text" onClick={() => onSpec(null)}>{t('schedules.reset')}</Button>}
          </span>
        )}
      </td>
      <td>{check.last ? <Instant at={check.last.endedAt || check.last.startedAt} /> : <span className="ad-quiet">{t('schedules.never')}</span>}</td>
      <td>{check.enabled ? <Instant at={check.nextAt} /> : '—'}</td>
    </tr>
  );
}
