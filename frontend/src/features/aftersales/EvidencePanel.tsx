import { FilePdfOutlined, FileZipOutlined, InboxOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { RefObject } from 'react';
import { useNavigate } from 'react-router';
import { OutcomePart } from './OutcomePart';
import { ReviewDialog } from './ReviewDialog';
import { StandardPart } from './StandardPart';
import { api, onFilesDropped, thumbURL, useAct } from '@/bridge';
import type { AfterSaleDetail, IntakeResult, Objection } from '@/bridge';
import { FromPhone } from '@/bridge/FromPhone';
import { Countdown, ErrorState, Instant, Key, Panel } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { bytesText } from '@/lib/bytes';

/** EvidencePanel takes files for this case, says what is missing, and makes the pack. */
export function EvidencePanel({ d, pickRef, packRef }: { d: AfterSaleDetail; pickRef: RefObject<(() => void) | null>; packRef: RefObject<(() => void) | null> }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const c = d.case;
  const evidence = d.evidence ?? [];
  const add = useAct((a: { paths: string[]; kind: string }) => api.evidence.addFiles({ ...a, orderId: c.orderId, afterSaleId: c.id }), ['evidence', 'after_sales', 'orders']);
  const { mutate } = add;
  const take = useCallback(
    (paths: string[], kind = '') => {
      if (paths.length === 0) return;
      mutate({ paths, kind }, {
        onSuccess: (results: IntakeResult[]) => {
          const bad = results.filter((r) => r.code).length;
          const good = results.length - bad;
          if (good > 0) void message.success(t('aftersales:evidence.added', { n: good }));
          if (bad > 0) void message.warning(t('aftersales:evidence.refused', { n: bad }));
        },
      });
    },
    [mutate, message, t],
  );
  const choose = useCallback((kind = '') => void api.shell.pickFiles().then((paths) => take(paths, kind), () => undefined), [take]);
  useEffect(() => onFilesDropped((paths) => take(paths)), [take]);
  useEffect(() => {
    pickRef.current = () => choose();
    return () => {
      pickRef.current = null;
    };
  }, [choose, pickRef]);

  const finding = (d.findings ?? []).find((f) => f.check === 'awaiting_evidence' && f.state === 'open');
  return (
    <Panel
      title={<>{t('aftersales:detail.evidence')} <span className="ad-num ad-quiet">{evidence.length}</span></>}
      extra={finding && finding.dueAt > 0 ? <Countdown since={finding.since} due={finding.dueAt} /> : undefined}
    >
      <div className="ad-col">
        <StandardPart d={d} onAttach={choose} />
        {evidence.length > 0 ? (
          <ul className="case-thumbs">
            {evidence.slice(0, 8).map((e) => (
              <li key={e.item.id}>
                <Tooltip title={`${label('evidenceKinds', e.item.kind)} · ${e.item.name}`}>
                  <button type="button" className="ad-plain" onClick={() => void navigate(`/evidence?file=${encodeURIComponent(e.item.id)}`)} aria-label={`${label('evidenceKinds', e.item.kind)} ${e.item.name}`}>
                    {e.item.mediaType.startsWith('image/') || e.item.mediaType.startsWith('video/') ? <img className="ad-thumb" src={thumbURL(e.item.id)} alt="" loading="lazy" /> : <span className="ad-thumb case-file">{e.item.name.split('.').at(-1)}</span>}
                  </button>
                </Tooltip>
              </li>
            ))}
          </ul>
        ) : (
          <p className="ad-quiet ad-small">{t('aftersales:evidence.none')}</p>
        )}
        <button type="button" className="case-drop" onClick={() => choose()} disabled={add.isPending}>
          <InboxOutlined aria-hidden /> {add.isPending ? t('aftersales:evidence.busy') : t('aftersales:evidence.drop')} <Key>e</Key>
        </button>
        {add.error && <ErrorState error={add.error} />}
        <FromPhone orderId={c.orderId} afterSaleId={c.id} />
        <Packs d={d} packRef={packRef} />
        {(c.arbitration !== 'none' || (d.packs ?? []).length > 0) && <OutcomePart caseId={c.id} />}
      </div>
    </Panel>
  );
}

function Packs({ d, packRef }: { d: AfterSaleDetail; packRef: RefObject<(() => void) | null> }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const build = useAct(() => api.evidence.buildPack(d.case.id), ['packs', 'after_sales', 'audit']);
  const show = useAct((path: string) => api.shell.openPath(path));
  const packs = d.packs ?? [];
  const review = useAct(() => api.standard.review(d.case.id), ['after_sales']);
  const [found, setFound] = useState<Objection[] | null>(null);
  const { mutate, isPending } = build;
  const { mutate: attack, isPending: attacking } = review;
  const go = useCallback(() => {
    setFound(null);
    mutate(undefined, { onSuccess: () => void message.success(t('aftersales:pack.built')) });
  }, [mutate, message, t]);
  // What a platform would turn down is said first; a pack can be made all the same.
  const make = useCallback(() => {
    if (isPending || attacking) return;
    attack(undefined, { onSuccess: (list) => ((list ?? []).some((o) => o.fatal) ? setFound(list) : go()) });
  }, [attack, attacking, isPending, go]);
  useEffect(() => {
    packRef.current = make;
    return () => {
      packRef.current = null;
    };
  }, [make, packRef]);
  return (
    <div className="case-packs">
      <Button block loading={build.isPending || review.isPending} onClick={make}>
        <span>{review.isPending ? t('standard:review.busy') : build.isPending ? t('aftersales:pack.busy') : t('aftersales:pack.build')} <Key>p</Key></span>
      </Button>
      {packs.length === 0 && <p className="ad-quiet ad-small">{t('aftersales:pack.none')}</p>}
      <ul>
        {packs.slice(0, 2).map((p) => (
          <li key={p.id} className="ad-row ad-small">
            <span className="ad-grow ad-clip"><Instant at={p.createdAt} /> <span className="ad-quiet">{t('aftersales:pack.exhibits', { n: p.exhibits, size: bytesText(p.bytes) })}</span></span>
            <Button size="small" type="link" icon={<FilePdfOutlined />} onClick={() => show.mutate(p.pdfPath)}>PDF</Button>
            <Button size="small" type="link" icon={<FileZipOutlined />} onClick={() => show.mutate(p.zipPath)}>ZIP</Button>
          </li>
        ))}
      </ul>
      {(review.error ?? build.error ?? show.error) && <ErrorState error={review.error ?? build.error ?? show.error} />}
      {found && <ReviewDialog list={found} onGo={go} onClose={() => setFound(null)} />}
    </div>
  );
}
