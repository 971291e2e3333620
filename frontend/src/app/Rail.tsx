import { MenuFoldOutlined, MenuUnfoldOutlined, SearchOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useState } from 'react';
import { NavLink } from 'react-router';
import { screens } from './screens';
import { api, useApi, useStatus } from '@/bridge';
import { Key } from '@/design';
import { useTranslation } from '@/i18n';
import { countParcelProblems } from '@/lib/checks';

const storeKey = 'ad.rail';

/** Rail is the way to the screens, 200 px wide or folded to 56. */
export function Rail({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const [folded, setFolded] = useState(() => localStorage.getItem(storeKey) === '1' || window.innerWidth < 1200);
  const counts = useApi('after_sales', ['railCounts'], () => api.afterSales.counts({}), { also: ['acts'] }).data;
  const findings = useApi('findings', ['railCounts'], api.logistics.counts).data;
  const notSent = useStatus()?.notSent;
  const badge: Record<string, number | undefined> = {
    aftersales: counts?.merchant,
    outbox: notSent,
    logistics: findings ? countParcelProblems(findings) : undefined,
  };
  const fold = () => {
    localStorage.setItem(storeKey, folded ? '0' : '1');
    setFolded(!folded);
  };
  return (
    <nav className="app-rail" data-folded={folded} aria-label={t('nav.label')}>
      <div className="app-brand">
        <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden>
          <rect width="24" height="24" rx="6" fill="var(--ad-accent-solid)" />
          <path d="M6 15.5h12M8 15.5V10a4 4 0 0 1 8 0v5.5M9.5 18.5h5" stroke="#fff" strokeWidth="1.8" fill="none" strokeLinecap="round" />
        </svg>
        {!folded && <span className="ad-clip">AfterDesk</span>}
      </div>
      <button type="button" className="app-search" onClick={onSearch} aria-label={folded ? t('palette.title') : undefined}>
        <SearchOutlined />
        {!folded && <span className="ad-grow">{t('list.search')}</span>}
        {!folded && <Key>{/Mac/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</Key>}
      </button>
      <ul>
        {screens.map((s) => {
          const n = badge[s.id];
          return (
            <li key={s.id} data-last={s.id === 'shops' ? 'gap' : undefined}>
              <Tooltip placement="right" title={folded ? t(`nav.${s.id}`) : undefined}>
                <NavLink to={s.path} className="app-link">
                  <span className="app-link-icon" aria-hidden>{s.icon}</span>
                  <span className={folded ? 'ad-sr' : 'ad-grow'}>{t(`nav.${s.id}`)}</span>
                  {!folded && n !== undefined && n > 0 && <span className="ad-num app-badge">{n > 999 ? '999+' : n}</span>}
                  {!folded && <span className="app-key" aria-hidden>g {s.key}</span>}
                </NavLink>
              </Tooltip>
            </li>
          );
        })}
      </ul>
      <button type="button" className="app-fold" onClick={fold} aria-label={folded ? t('nav.unfold') : t('nav.fold')}>
        {folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        {!folded && <span>{t('nav.fold')}</span>}
      </button>
    </nav>
  );
}
