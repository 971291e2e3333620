import { useMemo, useState } from 'react';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { Numbers } from './Numbers';
import { taskLink, taskWords } from './task';
import { api, useApi, useFirstPull, useShops } from '@/bridge';
import type { Task } from '@/bridge';
import { FirstPullState } from '@/bridge/FirstPullState';
import { Countdown, EmptyState, ErrorState, FilterChips, Instant, Money, PageHeader, ShopMark, VirtualTable } from '@/design';
import type { Column } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useUrlState } from '@/lib/useUrlState';
import './today.css';

const limit = 300;
const topics = ['after_sales', 'findings', 'reviews', 'evidence', 'shops', 'trends', 'settings', 'checks'] as const;

/** TodayPage: what must I do now, and what does it cost if I don't? */
export function TodayPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const url = useUrlState();
  const shops = useShops();
  const summary = useApi('after_sales', ['today', 'summary'], () => api.today.summary([]), { also: [...topics] });
  const tasks = useApi('after_sales', ['today', 'tasks'], () => api.today.tasks([], limit), { also: [...topics] });
  const first = useFirstPull();
  const kind = url.get('kind');
  const [active, setActive] = useState<string>();
  const rows = useMemo(() => (tasks.data?.items ?? []).filter((x) => !kind || x.kind === kind), [tasks.data, kind]);
  const byKind = summary.data?.byKind ?? {};
  const open = (x: Task) => void navigate(taskLink(x));
  const columns = useMemo<Column<Task>[]>(
    () => [
      { id: 'left', title: t('today:queue.left'), width: 168, fixed: true, render: (x) => <span title={x.params?.estimated ? t('today:queue.estimated') : undefined}><Countdown since={x.since} due={x.dueAt} bar />{x.params?.estimated && x.dueAt > 0 ? <span className="ad-quiet"> ≈</span> : null}</span> },
      { id: 'kind', title: t('today:queue.what'), width: 120, render: (x) => <span className="ad-dim">{label('taskKinds', x.kind)}</span> },
      { id: 'title', title: '', width: 320, grow: 1, fixed: true, render: (x) => <TaskTitle x={x} />, text: (x) => `${x.title} ${taskWords(x, t, label)}` },
      { id: 'risk', title: t('today:queue.risk'), width: 104, align: 'right', render: (x) => <Money value={x.atRisk} /> },
      { id: 'shop', title: t('today:queue.shop'), width: 112, spare: 2, hidden: shops.size < 2, render: (x) => <ShopMark shop={shops.get(x.shopId)} /> },
      { id: 'since', title: t('today:queue.since'), width: 112, hidden: true, render: (x) => <Instant at={x.since} /> },
      { id: 'act', title: t('today:queue.act'), width: 164, fixed: true, render: (x) => <button type="button" className="ad-plain ad-linkish ad-strong" onClick={() => open(x)}>{label('nextActs', x.nextAct)} →</button> },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- open only closes over navigate
    [t, label, shops],
  );
  const none = shops.size === 0 && (summary.data?.shops ?? []).length === 0;
  return (
    <div className="ad-page">
      <PageHeader title={t('today:title')} sub={t('today:sub')}>
        {summary.data && <AsOf shops={summary.data.shops ?? []} />}
      </PageHeader>
      <div className="ad-page-fill" style={{ paddingBottom: 16, gap: 12 }}>
        {summary.error ? <ErrorState error={summary.error} retry={() => void summary.refetch()} /> : <Numbers s={summary.data} waiting={first !== null} />}
        <div className="ad-row ad-wrap today-bar">
          <h2 className="today-queue">{t('today:queue.title')} <span className="ad-num ad-quiet">{tasks.data?.total ?? ''}</span></h2>
          <FilterChips
            label={t('today:queue.what')} value={[kind]} onChange={(v) => url.set({ kind: v[0] ?? '' })}
            chips={[{ id: '', label: t('today:queue.all') }, ...Object.keys(byKind).sort().map((k) => ({ id: k, label: label('taskKinds', k), count: byKind[k] ?? 0 }))]}
          />
          <span className="ad-grow" />
          <span className="ad-quiet ad-small">{(tasks.data?.total ?? 0) > limit ? t('today:queue.more', { n: limit }) : t('today:queue.order')}</span>
        </div>
        <VirtualTable
          name="today" label={t('today:queue.title')} columns={columns} rows={rows} rowKey={(x) => x.id} onOpen={open} loading={tasks.isPending} refreshing={tasks.isFetching && !tasks.isPending}
          error={tasks.error} retry={() => void tasks.refetch()} {...(active ? { active } : {})} onActive={(x) => setActive(x.id)} keys={{ e: (x) => void navigate(`${taskLink(x)}${taskLink(x).includes('?') ? '&' : '?'}do=evidence`) }}
          empty={
            none ? (
              <EmptyState title={t('today:empty.none')} text={t('today:empty.noneText')} action={<Button type="primary" onClick={() => void navigate('/shops')}>{t('today:empty.connect')}</Button>} />
            ) : (
              <FirstPullState otherwise={<EmptyState title={t('today:empty.title')} text={t('today:empty.text')} />} />
            )
          }
        />
      </div>
    </div>
  );
}

function TaskTitle({ x }: { x: Task }) {
  const { t } = useTranslation();
  const label = useLabel();
  const detail = taskWords(x, t, label);
  return (
    <span className="today-title">
      {x.title && <span className="ad-clip">{x.title}</span>}
      {detail && <span className="ad-clip ad-quiet">{detail}</span>}
    </span>
  );
}

const most = 8; // shops whose freshness stands in the head; the others are one click away

function AsOf({ shops }: { shops: { id: string; name: string; shortName: string; color: string; state: string; dataAsOf: number }[] }) {
  const { t } = useTranslation();
  return (
    <div className="today-asof">
      {shops.slice(0, most).map((s) => (
        <span key={s.id} className="ad-row ad-small" data-stale={s.state === 'unauthorized'}>
          <ShopMark shop={s} /> <span className="ad-quiet">{s.state === 'unauthorized' ? t('today:expired') : t('today:numbers.byShop')} <Instant at={s.dataAsOf} /></span>
        </span>
      ))}
      {shops.length > most && <Link className="ad-small" to="/shops">{t('today:moreShops', { n: shops.length - most })}</Link>}
    </div>
  );
}
