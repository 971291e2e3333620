import { countParcelProblems } from '@/lib/checks';
import { Tabs } from 'antd';
import { PageHeader } from '@/design';
import { useTranslation } from '@/i18n';
import { useUrlState } from '@/lib/useUrlState';
import { Checks } from './Checks';
import { ParcelList } from './ParcelList';
import { ProblemList } from './ProblemList';
import { useFindingCounts } from './queries';
import { TraceDrawer } from './TraceDrawer';
import s from './logistics.module.css';

/** LogisticsPage: which parcels are about to be fined, and who to call next. */
export function LogisticsPage() {
  const { t } = useTranslation('logistics');
  const url = useUrlState();
  const tab = url.get('tab') || 'problems';
  const counts = useFindingCounts();
  const open = (id: string) => url.set({ parcel: id }, { push: id !== '' });
  const problems = countParcelProblems(counts.data ?? {});
  return (
    <div className="ad-page">
      <PageHeader title={t('title')} sub={t('question')} />
      <div className={s.body}>
        <Tabs
          activeKey={tab}
          onChange={(key) => url.replaceAll(key === 'problems' ? '' : `tab=${key}`)}
          items={[
            {
              key: 'problems',
              label: (
                <>
                  {t('tabs.problems')} <span className="ad-quiet ad-num">{problems > 0 && problems}</span>
                </>
              ),
            },
            { key: 'parcels', label: t('tabs.parcels') },
            { key: 'checks', label: t('tabs.checks') },
          ]}
        />
        {tab === 'parcels' ? <ParcelList onOpen={open} /> : tab === 'checks' ? <Checks /> : <ProblemList onOpen={open} />}
      </div>
      <TraceDrawer id={url.get('parcel')} onClose={() => open('')} />
    </div>
  );
}
