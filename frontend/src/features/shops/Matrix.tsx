import { CheckOutlined, MinusOutlined, PlusCircleOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ActAbility, Capability, ShopCard } from '@/bridge';
import { errorText, ShopMark } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { useUrlState } from '@/lib/useUrlState';
import { PushAddress } from './PushAddress';
import { useConfirm } from './queries';
import s from './shops.module.css';
import { useNeed } from './words';

// Needs that a file can answer.
const BY_FILE: Record<string, string> = { api_switched_off: '', no_review_api: 'reviews', file_shop: '', import_file: '' };
const FILE_KINDS: Record<string, string> = { orders: 'orders', after_sales: 'aftersales', reviews: 'reviews', traces: 'traces' };

/** Matrix is shops × abilities and acts: what works and on what ground, and the one step that is missing where it does not. */
export function Matrix({ cards }: { cards: ShopCard[] }) {
  const { t } = useTranslation('shops');
  const label = useLabel();
  const abilities = cards[0]?.capabilities.map((c) => c.ability) ?? [];
  const kinds = [...new Set(cards.flatMap((c) => (c.acts ?? []).map((a) => a.kind)))];
  return (
    <div className={s.scroll}>
      <p className="ad-quiet">{t('matrix.intro')}</p>
      <Grid cards={cards} first={t('matrix.ability')} rows={abilities.map((a) => ({ id: a, name: label('abilities', a), cell: (c) => <AbilityCell cell={c.capabilities.find((x) => x.ability === a)} card={c} /> }))} />
      {kinds.length > 0 && (
        <>
          <h3 className={s.part}>{t('matrix.acts')}</h3>
          <p className="ad-quiet">{t('matrix.actsIntro')}</p>
          <Grid cards={cards} first={t('matrix.actKind')} rows={kinds.map((k) => ({ id: k, name: label('actKinds', k), cell: (c) => <ActCell act={(c.acts ?? []).find((x) => x.kind === k)} card={c} /> }))} />
        </>
      )}
    </div>
  );
}

function Grid({ cards, rows, first }: { cards: ShopCard[]; first: string; rows: { id: string; name: string; cell: (c: ShopCard) => ReactNode }[] }) {
  const say = useSay('platforms');
  return (
    <div className={s.wide}>
      <table className={s.table}>
        <thead>
          <tr>
            <th>{first}</th>
            {cards.map((c) => (
              <th key={c.shop.id}><ShopMark shop={c.shop} long /> <span className="ad-quiet">{say('names', c.shop.platform)}</span></th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r.id}>
              <th scope="row">{r.name}</th>
              {cards.map((c) => <td key={c.shop.id}>{r.cell(c)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AbilityCell({ cell, card }: { cell: Capability | undefined; card: ShopCard }) {
  const { t } = useTranslation('shops');
  const url = useUrlState();
  if (!cell) return <span className="ad-quiet">—</span>;
  const proof = <Proof proof={cell.proof} />;
  if (cell.state === 'enabled') return <span className={s.yes}><Works />{proof}</span>;
  const byFile = cell.needs in BY_FILE && cell.ability in FILE_KINDS;
  return (
    <State state={cell.state} needs={cell.needs}>
      {cell.state === 'disabled' && proof}
      {byFile && <Step onClick={() => url.set({ import: '1', shop: card.shop.id, kind: FILE_KINDS[cell.ability] })}>{t('matrix.act.importIt')}</Step>}
      {cell.needs === 'needs_public_address' && cell.state === 'disabled' && <PushAddress shopId={card.shop.id} />}
      <Mend needs={cell.needs} ability={cell.ability} card={card} />
    </State>
  );
}

function ActCell({ act, card }: { act: ActAbility | undefined; card: ShopCard }) {
  const { t } = useTranslation('shops');
  const say = useSay('platforms');
  const label = useLabel();
  if (!act) return <span className="ad-quiet">{t('matrix.noAct')}</span>;
  const asks = (act.asks ?? []).map((a) => label('actAsks', a)).join('、');
  const facts = (
    <>
      {asks && <span className="ad-small ad-quiet">{t('matrix.asks', { list: asks })}</span>}
      <Tooltip title={say('replays', act.replay)}><span className="ad-small ad-quiet">{label('replays', act.replay)}</span></Tooltip>
    </>
  );
  if (act.state === 'enabled') return <span className={s.yes}><Works />{facts}</span>;
  return <State state={act.state} needs={act.needs}>{facts}<Mend needs={act.needs} ability={act.kind} card={card} /></State>;
}

function Works() {
  const label = useLabel();
  return <span className={s.works}><CheckOutlined /> {label('capabilityStates', 'enabled')}</span>;
}

/** Proof says what a claim rests on. */
function Proof({ proof }: { proof: string }) {
  const { t } = useTranslation('shops');
  const say = useSay('platforms');
  const label = useLabel();
  if (!proof) return null;
  return <Tooltip title={say('proofs', proof)}><span className="ad-small ad-quiet">{t('matrix.restsOn', { proof: label('capabilityProofs', proof) })}</span></Tooltip>;
}

function State({ state, needs, children }: { state: string; needs: string; children: ReactNode }) {
  const label = useLabel();
  const need = useNeed();
  const possible = state === 'disabled';
  return (
    <span className={possible ? s.step : s.never}>
      {possible ? <PlusCircleOutlined /> : <MinusOutlined />}
      <span>
        <span className={possible ? 'ad-strong' : 'ad-quiet'}>{label('capabilityStates', state)}</span>
        <span className="ad-small">{need(needs)}</span>
        {children}
      </span>
    </span>
  );
}

function Step({ onClick, loading, children }: { onClick: () => void; loading?: boolean; children: ReactNode }) {
  return <Button type="link" size="small" className={s.inline} loading={loading ?? false} onClick={onClick}>{children}</Button>;
}

/** Mend is the one button that takes the missing step, where that can be done from here. */
function Mend({ needs, ability, card }: { needs: string; ability: string; card: ShopCard }) {
  const { t } = useTranslation('shops');
  const { message } = App.useApp();
  const label = useLabel();
  const url = useUrlState();
  const confirm = useConfirm();
  const { shop } = card;
  if (needs === 'unconfirmed') {
    const name = label('abilities', ability);
    const tryIt = () =>
      void confirm.mutateAsync({ id: shop.id, ability }).then(
        () => message.success(t('matrix.confirmed', { name: name === ability ? label('actKinds', ability) : name, shop: shop.shortName || shop.name })),
        () => undefined,
      );
    return (
      <>
        <Tooltip title={t('matrix.act.tryHow')}><span><Step loading={confirm.isPending} onClick={tryIt}>{t('matrix.act.try')}</Step></span></Tooltip>
        {confirm.error && <span className="ad-small" role="alert">{t('matrix.notConfirmed', { why: errorText(confirm.error) })}</span>}
      </>
    );
  }
  if (needs === 'writes_off') return <Link className="ad-small" to="/shops">{t('matrix.act.fix')}</Link>;
  if (needs === 'reauthorise' || needs === 'credentials') return <Step onClick={() => url.set({ connect: shop.platform })}>{t('matrix.act.fix')}</Step>;
  return null;
}
