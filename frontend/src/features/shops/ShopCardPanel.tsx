import { EllipsisOutlined, SyncOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Progress, Switch, Tooltip } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Quota, ShopCard } from '@/bridge';
import { errorText, Instant, Panel, ShopMark, StatusTag, useLook } from '@/design';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { AppError } from '@/lib/appError';
import { useUrlState } from '@/lib/useUrlState';
import { useNow } from '@/lib/ticker';
import { clockText, spanText } from '@/lib/time';
import { PushAddress } from './PushAddress';
import { useSetPaused, useSetWrites, useStatus, useSyncNow } from './queries';
import s from './shops.module.css';

interface Props {
  card: ShopCard;
  onEdit: () => void;
  onRemove: () => void;
  onReconcile: () => void;
}

/** ShopCardPanel is one shop at a glance; an expired shop greys its own numbers and nobody else's. */
export function ShopCardPanel({ card, onEdit, onRemove, onReconcile }: Props) {
  const { t } = useTranslation('shops');
  const say = useSay('platforms');
  const { shop } = card;
  const { message } = App.useApp();
  const go = useNavigate();
  const url = useUrlState();
  const sync = useSyncNow();
  const pause = useSetPaused();
  const status = useStatus();
  const fileShop = shop.platform === 'sheet';
  const stale = shop.state === 'unauthorized';
  const pulling = sync.isPending || (status.data?.pulling ?? []).includes(shop.id);
  const acts = card.acts ?? [];
  const pushes = !shop.demo && card.capabilities.some((c) => c.ability === 'push' && c.state !== 'unsupported');
  const enabled = card.capabilities.filter((c) => c.state === 'enabled').length;

  const syncNow = () =>
    void sync.mutateAsync(shop.id).then(
      (run) => {
        if (run.code) void message.warning(errorText(new AppError(run.code, run.param ? { reason: run.param } : {})));
        else void message.success(t('sync.done', { orders: run.orders, cases: run.afterSales, changed: run.changed }));
      },
      (e: unknown) => message.error(errorText(e)),
    );
  const togglePause = () => {
    const paused = shop.state !== 'paused';
    void pause.mutateAsync({ id: shop.id, paused }).then(
      () => message.success(t(paused ? 'pause.paused' : 'pause.resumed')),
      (e: unknown) => message.error(errorText(e)),
    );
  };

  return (
    <Panel
      title={
        <span className="ad-row">
          <ShopMark shop={shop} long />
          <span className="ad-quiet">{say('names', shop.platform)}</span>
          {shop.demo && <span className={s.badge}>{t('card.demo')}</span>}
        </span>
      }
      extra={
        <>
          {fileShop ? <span className="ad-quiet">{t('card.fileOnly')}</span> : <StatusTag kind="shopStates" value={shop.state} />}
          {fileShop ? (
            <Button size="small" onClick={() => url.set({ import: '1', shop: shop.id })}>{t('import')}</Button>
          ) : (
            <Button size="small" icon={<SyncOutlined spin={pulling} />} disabled={pulling || shop.state === 'paused'} title={status.data?.offline ? t('sync.offline') : undefined} onClick={syncNow}>
              {pulling ? t('sync.running') : t('sync.now')}
            </Button>
          )}
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                ...(fileShop
                  ? []
                  : [
                      { key: 'pause', label: shop.state === 'paused' ? t('pause.resume') : t('pause.pause'), onClick: togglePause },
                      { key: 'reconcile', label: t('reconcile.act'), onClick: onReconcile },
                    ]),
                { key: 'edit', label: t('card.edit'), onClick: onEdit },
                { type: 'divider' as const },
                { key: 'remove', label: t('card.remove'), onClick: onRemove },
              ],
            }}
          >
            <Button size="small" type="text" icon={<EllipsisOutlined />} aria-label={`${t('card.more')} ${shop.name}`} />
          </Dropdown>
        </>
      }
    >
      <div className={stale ? `${s.card} ${s.stale}` : s.card}>
        <p className="ad-num">{t('card.counts', { orders: n(card.counts?.orders), cases: n(card.counts?.after_sales), reviews: n(card.counts?.reviews) })}</p>
        <dl className="ad-facts">
          <dt>{t('card.asOf')}</dt>
          <dd>
            {shop.dataAsOf > 0 ? <Instant at={shop.dataAsOf} /> : t('card.never')}
            {stale && <span className={s.need}> {t('card.greyed')}</span>}
          </dd>
          {!fileShop && (
            <>
              <dt>{t('card.token')}</dt>
              <dd>{shop.tokenExpires > 0 ? <Instant at={shop.tokenExpires} /> : t('card.tokenNone')}</dd>
              <dt>{t('card.lastRun')}</dt>
              <dd><LastRun card={card} /></dd>
              <dt>{t('card.quota')}</dt>
              <dd><Quotas quotas={card.quotas ?? []} /></dd>
            </>
          )}
          {acts.length > 0 && (
            <>
              <dt>{t('card.acts')}</dt>
              <dd><button type="button" className="ad-plain ad-linkish" onClick={() => url.set({ tab: 'matrix' })}>{t('card.actsOn', { n: acts.filter((a) => a.state === 'enabled').length, all: acts.length })}</button></dd>
            </>
          )}
          {pushes && <><dt>{t('card.push')}</dt><dd title={t('push.how')}><PushAddress shopId={shop.id} /></dd></>}
          <dt>{t('tabs.matrix')}</dt>
          <dd>
            <button type="button" className="ad-plain ad-linkish" onClick={() => url.set({ tab: 'matrix' })}>{t('matrix.enabledCount', { n: enabled, all: card.capabilities.length })}</button>
            {card.unmapped > 0 && <button type="button" className={`ad-plain ad-linkish ${s.after}`} onClick={() => void go(`/shops?tab=unmapped&shop=${shop.id}`)}>{t('card.unmapped', { n: card.unmapped })}</button>}
            {card.problems > 0 && <button type="button" className={`ad-plain ad-linkish ${s.after}`} onClick={() => void go(`/shops?tab=runs&shop=${shop.id}`)}>{t('card.problems', { n: card.problems })}</button>}
          </dd>
        </dl>
        {!fileShop && <Writes card={card} />}
      </div>
    </Panel>
  );
}

const n = (v: number | undefined) => (v ?? 0).toLocaleString();

function LastRun({ card }: { card: ShopCard }) {
  const { t } = useTranslation('shops');
  const { lang } = useLook();
  const run = card.lastRun;
  if (!run) return <>{t('card.never')}</>;
  if (run.code) {
    return (
      <span className={s.need}>
        <Instant at={run.startedAt} /> {t('card.lastRunBad', { why: errorText(new AppError(run.code, run.param ? { reason: run.param } : {})) })}
      </span>
    );
  }
  return (
    <>
      <Instant at={run.endedAt} />{' '}
      <span className="ad-quiet">{t('card.lastRunOk', { orders: run.orders, cases: run.afterSales, changed: run.changed, took: spanText(run.endedAt - run.startedAt, lang, true) })}</span>
    </>
  );
}

function Quotas({ quotas }: { quotas: Quota[] }) {
  const now = useNow();
  const { lang, zone } = useLook();
  const { t } = useTranslation('shops');
  const [all, setAll] = useState(false);
  if (quotas.length === 0) return <span className="ad-quiet">{t('card.quotaNone')}</span>;
  const held = (q: Quota) => q.blockedUntil > now;
  // What is held, or near its limit, comes first; then what is used most.
  const share = (q: Quota) => (held(q) ? 2 : q.limit > 0 ? q.used / q.limit : 0);
  const ordered = [...quotas].sort((a, b) => share(b) - share(a) || b.used - a.used);
  return (
    <span className={s.quotas}>
      {ordered.slice(0, all ? ordered.length : 3).map((q) => (
        <span key={q.api} className={s.quota}>
          <span className="ad-mono ad-clip" title={q.api}>{q.api}</span>
          {q.limit > 0 ? (
            <>
              <Progress percent={Math.min(100, (q.used / q.limit) * 100)} showInfo={false} size="small" className={s.meter} strokeColor="var(--ad-accent-solid)" />
              <span className="ad-num">{n(q.used)} / {n(q.limit)} <span className="ad-quiet">{t('card.quotaLeft', { n: n(Math.max(0, q.limit - q.used)) })}</span></span>
            </>
          ) : (
            <Tooltip title={t('card.quotaNoLimit')}>
              <span className="ad-num">{n(q.used)} / —</span>
            </Tooltip>
          )}
          {held(q) && <span className={s.need}>{t('card.quotaBlocked', { at: clockText(q.blockedUntil, lang, zone) })}</span>}
          {q.throttled > 0 && <span className="ad-quiet">{t('card.quotaThrottled', { n: q.throttled })}</span>}
        </span>
      ))}
      {ordered.length > 3 && <button type="button" className="ad-plain ad-linkish ad-small" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('card.quotaLess') : t('card.quotaMore', { n: ordered.length - 3 })}</button>}
    </span>
  );
}

/** Writes is the switch between dry run and real acts. Turning it on says what it means first. */
function Writes({ card }: { card: ShopCard }) {
  const { t } = useTranslation('shops');
  const { modal, message } = App.useApp();
  const set = useSetWrites();
  const { shop } = card;
  const turn = (on: boolean) =>
    set.mutateAsync({ id: shop.id, on }).then(
      () => void message.success(t(on ? 'writes.turnedOn' : 'writes.turnedOff')),
      (e: unknown) => void message.error(errorText(e)),
    );
  const onChange = (on: boolean) => {
    if (!on) return void turn(false);
    modal.confirm({ title: t('writes.warnTitle', { shop: shop.name }), content: t('writes.warn'), okText: t('writes.ok'), cancelText: t('writes.cancel'), autoFocusButton: 'cancel', onOk: () => turn(true) });
  };
  return (
    <label className={s.writes}>
      <Switch size="small" checked={shop.writesOn} loading={set.isPending} onChange={onChange} />
      <span>
        {t('writes.label')}
        <span className="ad-quiet ad-small">{t(shop.writesOn ? 'writes.on' : 'writes.off')}</span>
      </span>
    </label>
  );
}

