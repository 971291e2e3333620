import { App, Button, Drawer, Select } from 'antd';
import { operatorText, useLabel, useTranslation } from '@/i18n';
import { Link } from 'react-router';
import { mediaURL } from '@/bridge';
import type { EvidenceLink, EvidenceRow } from '@/bridge';
import { CopyId, ErrorState, Instant } from '@/design';
import { useSay } from '@/i18n/words';
import { bytesText } from '@/lib/bytes';
import { spanText } from '@/lib/time';
import { isPicture, isVideo, lengthText } from './EvidenceTile';
import { KINDS } from './kinds';
import { remoteOf } from './grouping';
import { OrderPicker } from './OrderPicker';
import { useEvidenceFile, useLink, useSetKind, useUnlink } from './queries';
import s from './evidence.module.css';

interface Props {
  id: string; // "" = closed
  onClose: () => void;
}

/** EvidenceDrawer shows one file beside the facts that make it proof. */
export function EvidenceDrawer({ id, onClose }: Props) {
  const { t } = useTranslation('evidence');
  const file = useEvidenceFile(id);
  return (
    <Drawer open={id !== ''} onClose={onClose} size={640} title={t('detail.title')} destroyOnHidden>
      {file.error && <ErrorState error={file.error} retry={() => void file.refetch()} />}
      {file.data && <Body row={file.data} />}
    </Drawer>
  );
}

function Body({ row }: { row: EvidenceRow }) {
  const { t } = useTranslation('evidence');
  const label = useLabel();
  const { message } = App.useApp();
  const setKind = useSetKind();
  const link = useLink();
  const { item } = row;

  const changeKind = async (kind: string) => {
    await setKind.mutateAsync({ id: item.id, kind });
    void message.success(t('detail.kindChanged', { kind: label('evidenceKinds', kind) }));
  };

  return (
    <div className={s.detail}>
      <Preview row={row} />
      <Select
        aria-label={t('filter.kind')}
        value={item.kind}
        options={KINDS.map((k) => ({ value: k, label: label('evidenceKinds', k) }))}
        onChange={(k) => void changeKind(k)}
        loading={setKind.isPending}
        className={s.kindSelect}
      />
      {setKind.error && <ErrorState error={setKind.error} />}
      <h3>{t('detail.links')}</h3>
      {row.links.length === 0 && <p className={s.quiet}>{t('detail.noLinks')}</p>}
      {row.links.map((l) => (
        <LinkLine key={l.orderId + l.afterSaleId} link={l} />
      ))}
      <OrderPicker label={t('detail.linkOther')} onPick={(order) => void link.mutateAsync({ id: item.id, orderId: order.id, caseId: '' })} />
      {link.error && <ErrorState error={link.error} />}
      <h3>{t('detail.facts')}</h3>
      <Facts row={row} />
    </div>
  );
}

function Preview({ row }: { row: EvidenceRow }) {
  const { t } = useTranslation('evidence');
  const { item } = row;
  if (isPicture(item)) return <img className={s.preview} src={mediaURL(item.id)} alt={item.name} />;
  if (isVideo(item)) return <video className={s.preview} src={mediaURL(item.id)} controls preload="metadata" aria-label={item.name} />;
  return <p className={s.noPreview}>{t('detail.noPreview')}</p>;
}

function LinkLine({ link }: { link: EvidenceLink }) {
  const { t } = useTranslation('evidence');
  const label = useLabel();
  const { message } = App.useApp();
  const unlink = useUnlink();
  const relink = useLink();

  const undo = (key: string) => {
    message.destroy(key);
    void relink.mutateAsync({ id: link.evidenceId, orderId: link.orderId, caseId: link.afterSaleId });
  };
  const remove = async () => {
    await unlink.mutateAsync({ id: link.evidenceId, orderId: link.orderId });
    const key = `unlink-${link.evidenceId}`;
    void message.success({
      key,
      duration: 8,
      content: (
        <>
          {t('detail.unlinked')}
          <Button type="link" size="small" onClick={() => undo(key)}>
            {t('tray.undo')}
          </Button>
        </>
      ),
    });
  };

  return (
    <div className={s.linkLine}>
      <Link to={`/orders/${encodeURIComponent(link.orderId)}`}>{remoteOf(link.orderId)}</Link>
      {link.waybill && <CopyId id={link.waybill} />}
      {link.afterSaleId && <Link to={`/after-sales/${encodeURIComponent(link.afterSaleId)}`}>{t('detail.openCase')}</Link>}
      <span className={s.quiet}>
        {label('linkMethods', link.method)}
        {link.by && link.by !== 'local' && ` · ${link.by}`}
      </span>
      <Button type="text" size="small" loading={unlink.isPending} onClick={() => void remove()}>
        {t('detail.unlink')}
      </Button>
    </div>
  );
}

function Facts({ row }: { row: EvidenceRow }) {
  const say = useSay('evidence');
  const { t, i18n } = useTranslation('evidence');
  const label = useLabel();
  const { item } = row;
  const gap = item.capturedAt > 0 ? Math.abs(item.addedAt - item.capturedAt) : 0;
  return (
    <dl className={s.facts}>
      <Fact name={t('detail.hash')}>
        <CopyId id={item.id.replace(/^sha256-/, '')} />
      </Fact>
      <Fact name={t('detail.name')}>{item.name}</Fact>
      <Fact name={t('detail.type')}>{item.mediaType}</Fact>
      <Fact name={t('detail.size')}>
        {bytesText(item.size)}
        {item.width > 0 && ` · ${item.width} × ${item.height}`}
        {item.durationMs > 0 && ` · ${lengthText(item.durationMs)}`}
      </Fact>
      <Fact name={t('detail.captured')}>
        {item.capturedAt > 0 ? (
          <>
            <Instant at={item.capturedAt} absolute /> <span className={s.quiet}>{item.capturedFrom && say('detail.capturedFrom', item.capturedFrom)}</span>
          </>
        ) : (
          t('detail.capturedNone')
        )}
      </Fact>
      <Fact name={t('detail.added')}>
        <Instant at={item.addedAt} absolute />{' '}
        <span className={s.quiet}>
          {t('detail.addedNote')}
          {gap > 60_000 && ` · ${t('detail.gap', { d: spanText(gap, i18n.language) })}`}
        </span>
      </Fact>
      <Fact name={t('detail.source')}>{label('evidenceSources', item.source)}</Fact>
      {item.incomplete && <Fact name={t('detail.incomplete')}>{t('detail.incompleteWhy')}</Fact>}
      <Fact name={t('detail.operator')}>{operatorText(item.operator)}</Fact>
      {item.device && <Fact name={t('detail.device')}>{item.device}</Fact>}
      <Fact name={t('detail.codes')}>
        {item.codes.length > 0 ? item.codes.map((c) => <CopyId key={c} id={c} />) : t('detail.noCodes')}
      </Fact>
      <Fact name={t('detail.custody')}>
        {t('detail.custodyAt', { n: item.logIndex })} <CopyId id={item.logHash} />
        <div className={s.quiet}>{t('detail.custodyNote')}</div>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
