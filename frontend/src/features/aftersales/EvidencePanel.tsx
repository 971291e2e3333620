import { CheckCircleFilled, FilePdfOutlined, FileZipOutlined, InboxOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import { useCallback, useEffect } from 'react';
import type { RefObject } from 'react';
import { useNavigate } from 'react-router';
import { api, onFilesDropped, thumbURL, useAct } from '@/bridge';
import type { AfterSaleDetail, IntakeResult } from '@/bridge';
import { Countdown, ErrorState, Instant, Key, Panel } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { bytesText } from '@/lib/bytes';

// What packers and couriers can show about any parcel; a rule's own list, when
// a check has read one for this case, comes first.
const usual = ['packing_video', 'weight_photo', 'handoff'];

/** EvidencePanel takes files for this case, says what is missing, and makes the pack. */
export function EvidencePanel({ d, pickRef, packRef }: { d: AfterSaleDetail; pickRef: RefObject<(() => void) | null>; packRef: RefObject<(() => void) | null> }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const c = d.case;
  const evidence = d.evidence ?? [];
  const add = useAct((paths: string[]) => api.evidence.addFiles({ paths, orderId: c.orderId, afterSaleId: c.id, kind: '' }), ['evidence', 'after_sales', 'orders']);
  const { mutate } = add;
  const take = useCallback(
    (paths: string[]) => {
      if (paths.length === 0) return;
      mutate(paths, {
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
  const choose = useCallback(() => void api.shell.pickFiles().then(take, () => undefined), [take]);
  useEffect(() => onFilesDropped(take), [take]);
  useEffect(() => {
    pickRef.current = choose;
    return () => {
      pickRef.current = null;
    };
  }, [choose, pickRef]);

  const finding = (d.findings ?? []).find((f) => f.check === 'awaiting_evidence' && f.state === 'open');
  const missing = (finding?.params?.missing ?? '').split(',').filter(Boolean);
  const have = new Map<string, number>();
  for (const e of evidence) have.set(e.item.kind, (have.get(e.item.kind) ?? 0) + 1);
  const list = [...new Set([...missing, ...usual, ...have.keys()])];
  return (
    <Panel
      title={<>{t('aftersales:detail.evidence')} <span className="ad-num ad-quiet">{evidence.length}</span></>}
      extra={finding && finding.dueAt > 0 ? <Countdown since={finding.since} due={finding.dueAt} /> : undefined}
    >
      <div className="ad-col">
        {finding && <p className={missing.length > 0 ? 'ad-strong' : 'ad-dim'}>{missing.length > 0 ? t('aftersales:evidence.wanted', { list: missing.map((k) => label('evidenceKinds', k)).join(' / ') }) : t('aftersales:evidence.all')}</p>}
        <ul className="case-check" aria-label={t('aftersales:evidence.checklist')}>
          {list.map((k) => {
            const n = have.get(k) ?? 0;
            return (
              <li key={k} data-have={n > 0} data-must={missing.includes(k)}>
                {n > 0 ? <CheckCircleFilled aria-label={t('aftersales:evidence.have')} /> : <MinusCircleOutlined aria-label={t('aftersales:evidence.missing')} />}
                <span>{label('evidenceKinds', k)}</span>
                {n > 1 && <span className="ad-num ad-quiet">{n}</span>}
              </li>
            );
          })}
        </ul>
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
        <button type="button" className="case-drop" onClick={choose} disabled={add.isPending}>
          <InboxOutlined aria-hidden /> {add.isPending ? t('aftersales:evidence.busy') : t('aftersales:evidence.drop')} <Key>e</Key>
        </button>
        {add.error && <ErrorState error={add.error} />}
        <Packs d={d} packRef={packRef} />
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
  const { mutate, isPending } = build;
  const make = useCallback(() => {
    if (!isPending) mutate(undefined, { onSuccess: () => void message.success(t('aftersales:pack.built')) });
  }, [mutate, isPending, message, t]);
  useEffect(() => {
    packRef.current = make;
    return () => {
      packRef.current = null;
    };
  }, [make, packRef]);
  return (
    <div className="case-packs">
      <Button block loading={build.isPending} onClick={make}>
        <span>{build.isPending ? t('aftersales:pack.busy') : t('aftersales:pack.build')} <Key>p</Key></span>
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
      {(build.error ?? show.error) && <ErrorState error={build.error ?? show.error} />}
    </div>
  );
}
