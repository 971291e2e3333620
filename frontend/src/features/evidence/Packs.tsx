import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, SafetyCertificateOutlined } from '@ant-design/icons';
import { App, Button, Spin, Table, Tooltip } from 'antd';
import { useState } from 'react';
import { operatorText, useTranslation } from '@/i18n';
import { Link, useNavigate } from 'react-router';
import { api, useShops } from '@/bridge';
import type { EvidencePack, VerifyReport } from '@/bridge';
import { ShopOf, shopOfKey } from '@/bridge/ShopOf';
import { CopyId, EmptyState, ErrorState, errorText, Instant } from '@/design';
import { bytesText } from '@/lib/bytes';
import { CourtPack } from './CourtPack';
import { remoteOf } from './grouping';
import { usePackAgain, usePacks } from './queries';
import s from './evidence.module.css';

type Checked = Record<string, 'checking' | VerifyReport>;

interface Props {
  onVerify: (path: string, name: string) => Promise<VerifyReport | null>;
  onPick: () => void;
}

/** Packs lists what was sealed, and whether it still is. */
export function Packs({ onVerify, onPick }: Props) {
  const { t } = useTranslation('evidence');
  const { t: st } = useTranslation('stamps');
  const go = useNavigate();
  const shops = useShops();
  const packs = usePacks('');
  const [checked, setChecked] = useState<Checked>({});
  const [court, setCourt] = useState('');

  const verify = async (p: EvidencePack) => {
    setChecked((c) => ({ ...c, [p.id]: 'checking' }));
    const report = await onVerify(p.zipPath, remoteOf(p.afterSaleId));
    setChecked(({ [p.id]: _, ...rest }) => (report ? { ...rest, [p.id]: report } : rest));
  };

  if (packs.error) return <ErrorState error={packs.error} retry={() => void packs.refetch()} />;
  return (
    <div className={s.packs}>
      <button type="button" className={s.dropZone} onClick={onPick}>
        <SafetyCertificateOutlined />
        <span>
          <b>{t('drop.verify')}</b>
          <span className={s.quiet}>{t('drop.verifySub')}</span>
        </span>
      </button>
      {packs.data?.length === 0 ? (
        <EmptyState title={t('packs.empty')} text={t('packs.emptyText')} action={<Button onClick={() => void go('/after-sales')}>{t('packs.goCases')}</Button>} />
      ) : (
        <>
          <p className={s.quiet}>{t('packs.intro')}</p>
          <Table<EvidencePack>
            size="small"
            rowKey="id"
            loading={packs.isPending}
            dataSource={packs.data ?? []}
            pagination={false}
            columns={[
              ...(shops.size > 1 ? [{ title: t('columns.shop'), key: 'shop', render: (_: unknown, p: EvidencePack) => <ShopOf id={shopOfKey(p.afterSaleId)} /> }] : []),
              { title: t('packs.case'), key: 'case', render: (_, p) => <><Link to={`/after-sales/${encodeURIComponent(p.afterSaleId)}`} className={s.mono}>{remoteOf(p.afterSaleId)}</Link>{p.edition === 'court' && <span className={s.court}>{st('pack.court')}</span>}</> },
              { title: t('packs.created'), key: 'at', render: (_, p) => <Instant at={p.createdAt} /> },
              { title: t('packs.by'), key: 'by', render: (_, p) => operatorText(p.by) },
              { title: t('packs.exhibits'), dataIndex: 'exhibits', key: 'n', align: 'right', className: s.num },
              { title: t('packs.size'), key: 'bytes', align: 'right', className: s.num, render: (_, p) => bytesText(p.bytes) },
              { title: t('packs.hashZip'), key: 'hash', render: (_, p) => <CopyId id={p.zipHash} show={`${p.zipHash.slice(0, 16)}…`} /> },
              { title: st('pack.column'), key: 'stamp', render: (_, p) => <PackStamp p={p} /> },
              { title: t('packs.state'), key: 'state', render: (_, p) => <PackState state={checked[p.id]} /> },
              {
                title: '',
                key: 'acts',
                align: 'right',
                render: (_, p) => (
                  <span className={s.acts}>
                    <Button size="small" type="text" onClick={() => void verify(p)} disabled={checked[p.id] === 'checking'}>
                      {t('packs.verify')}
                    </Button>
                    <Button size="small" type="text" onClick={() => void api.shell.openPath(p.zipPath)}>
                      {t('packs.openZip')}
                    </Button>
                    <Button size="small" type="text" onClick={() => setCourt(p.afterSaleId)}>
                      {st('court.open')}
                    </Button>
                  </span>
                ),
              },
            ]}
          />
        </>
      )}
      {court !== '' && <CourtPack caseId={court} onClose={() => setCourt('')} />}
    </div>
  );
}

/** PackStamp says whether an outside authority vouches for the pack's time, and what would make it so. */
function PackStamp({ p }: { p: EvidencePack }) {
  const { t } = useTranslation('stamps');
  const { message } = App.useApp();
  const again = usePackAgain();
  switch (p.stamp) {
    case 'inside':
      return <span className={s.goodText}><CheckCircleFilled /> {t('pack.inside', { n: p.tokens })}</span>;
    case 'later':
      return (
        <Tooltip title={t('pack.laterHow')}>
          <span>{t('pack.later')} </span>
          {p.edition !== 'court' && (
            <Button size="small" type="link" loading={again.isPending} onClick={() => again.mutate(p.afterSaleId, { onSuccess: () => void message.success(t('pack.againDone')), onError: (e) => void message.error(errorText(e)) })}>
              {t('pack.again')}
            </Button>
          )}
        </Tooltip>
      );
    case 'waiting':
      return <Tooltip title={t('pack.waitingHow')}><span><ClockCircleOutlined /> {t('pack.waiting')}</span></Tooltip>;
    default:
      return <Tooltip title={t('pack.noneHow')}><span className={s.quiet}>{t('pack.none')}</span></Tooltip>;
  }
}

function PackState({ state }: { state: Checked[string] | undefined }) {
  const { t } = useTranslation('evidence');
  if (state === undefined) return <span className={s.quiet}>{t('packs.states.unchecked')}</span>;
  if (state === 'checking') {
    return (
      <span>
        <Spin size="small" /> {t('packs.states.checking')}
      </span>
    );
  }
  return state.ok ? (
    <span className={s.goodText}>
      <CheckCircleFilled /> {t('packs.states.ok')}
    </span>
  ) : (
    <span className={s.badText}>
      <CloseCircleFilled /> {t('packs.states.damaged')}
    </span>
  );
}
