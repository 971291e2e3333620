import { Input, Segmented, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from '@/i18n';
import { Field, useKeep } from './Field';
import { NumberBox } from './NumberBox';
import type { SectionProps } from './SettingsPage';
import s from './settings.module.css';

const ZONES = ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Taipei', 'Asia/Singapore', 'Asia/Bangkok', 'Asia/Jakarta', 'Asia/Tokyo', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'UTC'];
const THEMES = ['system', 'light', 'dark'] as const;

/** General holds what a person at this desk chooses; each change is kept at once. */
export function General({ settings, save }: SectionProps) {
  const { t } = useTranslation('settings');
  const { keep } = useKeep(save);
  const [operator, setOperator] = useState(settings.operator);
  const zones = ZONES.includes(settings.zone) ? ZONES : [settings.zone, ...ZONES];
  const name = () => {
    if (operator.trim() !== settings.operator) void keep({ operator: operator.trim() });
  };
  return (
    <div>
      <h3 className={s.group}>{t('general.desk')}</h3>
      <Field label={t('general.operator')} how={settings.operator === '' ? t('general.operatorNeed') : t('general.operatorHow')}>
        <Input value={operator} maxLength={40} aria-label={t('general.operator')} style={{ width: 240 }} onChange={(e) => setOperator(e.target.value)} onBlur={name} onPressEnter={name} />
      </Field>
      <Field label={t('general.language')}>
        <Segmented aria-label={t('general.language')} value={settings.language} options={(['zh-CN', 'en'] as const).map((x) => ({ value: x, label: t(`general.languages.${x}`) }))} onChange={(language) => void keep({ language })} />
      </Field>
      <Field label={t('general.theme')}>
        <Segmented aria-label={t('general.theme')} value={settings.theme} options={THEMES.map((x) => ({ value: x, label: t(`general.themes.${x}`) }))} onChange={(theme) => void keep({ theme })} />
      </Field>
      <Field label={t('general.compact')} how={t('general.compactHow')}>
        <Switch aria-label={t('general.compact')} checked={settings.compact} onChange={(compact) => void keep({ compact })} />
      </Field>
      <Field label={t('general.zone')} how={t('general.zoneHow')}>
        <Select showSearch aria-label={t('general.zone')} value={settings.zone} options={zones.map((z) => ({ value: z, label: z }))} style={{ width: 240 }} onChange={(zone) => void keep({ zone })} />
      </Field>
      <h3 className={s.group}>{t('general.work')}</h3>
      <Field label={t('general.pull')}>
        <NumberBox min={1} max={59} value={settings.pullEveryMin} label={t('general.pull')} unit={t('general.pullUnit')} onKeep={(v) => void keep({ pullEveryMin: v })} />
      </Field>
      <Field label={t('general.target')}>
        <NumberBox min={50} max={100} step={0.1} value={Math.round(settings.goodTarget * 1000) / 10} label={t('general.target')} unit="%" onKeep={(v) => void keep({ goodTarget: Math.round(v * 10) / 1000 })} />
      </Field>
      <Field label={t('general.high')} how={t('general.highHow')}>
        <NumberBox min={1} max={1_000_000} value={Math.round(settings.highValue / 100)} label={t('general.high')} unit="¥" onKeep={(v) => void keep({ highValue: Math.round(v) * 100 })} />
      </Field>
    </div>
  );
}
