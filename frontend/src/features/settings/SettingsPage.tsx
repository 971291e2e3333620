import { Skeleton } from 'antd';
import type { ComponentType } from 'react';
import { useSettings } from '@/bridge';
import type { Settings } from '@/bridge';
import { PageHeader } from '@/design';
import { useTranslation } from '@/i18n';
import { useUrlState } from '@/lib/useUrlState';
import { About } from './About';
import { Audit } from './Audit';
import { CalendarSection } from './CalendarSection';
import { Folders } from './Folders';
import { General } from './General';
import { Network } from './Network';
import { Phones } from './Phones';
import { Rules } from './Rules';
import { Schedules } from './Schedules';
import { Stamps } from './Stamps';
import { Storage } from './Storage';
import s from './settings.module.css';

/** SectionProps is what every part of the settings gets: the row as it is and how to change some of it. */
export interface SectionProps {
  settings: Settings;
  save: (patch: Partial<Settings>) => Promise<Settings>;
}

const SECTIONS = ['general', 'calendar', 'schedules', 'rules', 'folders', 'storage', 'network', 'phones', 'stamps', 'audit', 'about'] as const;
const PARTS: Record<(typeof SECTIONS)[number], ComponentType<SectionProps>> = {
  general: General, calendar: CalendarSection, schedules: Schedules, rules: Rules, folders: Folders, storage: Storage, network: Network, phones: Phones, stamps: Stamps, audit: Audit, about: About,
};

/** SettingsPage: how this workstation works, where its data lies, what it has ever contacted. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const url = useUrlState();
  const { settings, save } = useSettings();
  const at = SECTIONS.find((x) => x === url.get('section')) ?? 'general';
  const Part = PARTS[at];
  return (
    <div className="ad-page">
      <PageHeader title={t('title')} sub={t('question')} />
      <div className={s.frame}>
        <nav className={s.nav} aria-label={t('title')}>
          {SECTIONS.map((x) => (
            <button key={x} type="button" aria-current={x === at ? 'page' : undefined} className={x === at ? `${s.navItem} ${s.navOn}` : s.navItem} onClick={() => url.set({ section: x === 'general' ? undefined : x })}>
              {t(`sections.${x}`)}
            </button>
          ))}
        </nav>
        <main className={s.main}>
          <h2 className={s.heading}>{t(`sections.${at}`)}</h2>
          {settings ? <Part settings={settings} save={save} /> : <Skeleton active />}
        </main>
      </div>
    </div>
  );
}
