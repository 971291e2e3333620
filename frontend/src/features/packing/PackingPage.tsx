import { SettingOutlined } from '@ant-design/icons';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Checklist } from './Checklist';
import { Ready } from './Ready';
import { Setup } from './Setup';
import { StopPanel } from './StopPanel';
import { UnboxPanel } from './UnboxPanel';
import { openCamera, takePhoto } from './camera';
import type { CameraState } from './camera';
import { readPrefs, savePrefs } from './prefs';
import type { BenchPrefs } from './prefs';
import { standing } from './reasons';
import { useBench } from './useBench';
import { api, useApi } from '@/bridge';
import { errorText, useLook } from '@/design';
import { useTranslation } from '@/i18n';
import { useHotkeys, useScan } from '@/lib/hotkeys';
import { isEditable } from '@/lib/scanner';
import { linkTo } from '@/lib/links';
import { dayOf } from '@/lib/shopDays';
import { useNow } from '@/lib/ticker';
import { startOfDay } from '@/lib/time';
import './packing.css';

/** PackingPage is the bench: the whole window, to be read from across a table, driven by a scanner. */
export function PackingPage() {
  const { t } = useTranslation('packing');
  const navigate = useNavigate();
  const { zone } = useLook();
  const [prefs, setPrefs] = useState<BenchPrefs>(readPrefs);
  const [setup, setSetup] = useState(false);
  const [camera, setCamera] = useState<CameraState>('starting');
  const stream = useRef<MediaStream | undefined>(undefined);
  const video = useRef<HTMLVideoElement>(null);
  const bench = useBench(stream, prefs.station);
  const { record, order, loose, cameraOpened } = bench;

  const open = useCallback(async (id: string) => {
    setCamera('starting');
    const got = await openCamera(id);
    if (typeof got === 'string') return setCamera(got);
    for (const track of stream.current?.getTracks() ?? []) track.stop();
    stream.current = got;
    for (const track of got.getTracks()) track.addEventListener('ended', () => setCamera('missing')); // unplugged
    if (video.current) video.current.srcObject = got;
    setCamera('on');
    cameraOpened();
  }, [cameraOpened]);
  useEffect(() => {
    void open(prefs.camera);
  }, [open, prefs.camera]);
  useEffect(() => () => {
    for (const track of stream.current?.getTracks() ?? []) track.stop();
    stream.current = undefined;
  }, []);
  useEffect(() => {
    document.title = t('title');
    void api.packing.enter().catch(() => undefined); // what it could not end, the next start ends
  }, [t]);

  const today = useApi('packing', ['recent', dayOf(useNow(), zone)], () => api.packing.recent(startOfDay(dayOf(Date.now(), zone), zone))).data ?? [];
  const stops = record ? standing(record.stops) : loose ? [loose] : [];
  const stop = stops[0];
  const filming = bench.filming && camera === 'on'; // a camera that was pulled out ends the film without a word

  const photo = async () => {
    if (!record || !video.current) return;
    const picture = await takePhoto(video.current);
    if (picture) await bench.photo(picture);
  };
  const leave = async () => {
    // What lacks something when its packer goes away was not packed.
    if (record && (await bench.finish(false))?.state === 'open') await bench.finish(true);
    void navigate('/today');
  };
  const received = async () => {
    const done = await bench.finish(false);
    if (done?.state === 'done') void navigate(done.afterSaleId ? linkTo('after_sale', done.afterSaleId) : linkTo('order', done.orderId));
  };
  const act = useRef({ photo });
  useEffect(() => {
    act.current = { photo };
  });
  useScan(bench.scan, !setup);
  useHotkeys({ Escape: () => void leave(), End: () => void bench.finish(false), F8: () => void bench.finish(true) }, { enabled: !setup });
  // A pedal types a key, wherever focus is; before a button could take it for a click.
  useEffect(() => {
    if (setup) return undefined;
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== prefs.photoKey || e.ctrlKey || e.metaKey || e.altKey || isEditable(e.target)) return;
      e.preventDefault();
      if (!e.repeat) void act.current.photo();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [prefs.photoKey, setup]);

  const change = (p: BenchPrefs) => {
    setPrefs(p);
    savePrefs(p);
  };
  const done = today.filter((r) => r.state === 'done').length;
  const aside = today.filter((r) => r.state === 'aside').length;
  return (
    <div className="bench" data-stopped={stop !== undefined}>
      <header className="bench-head">
        <h1>{t('title')}</h1>
        <span className="bench-small">{t('today', { done })}{aside > 0 && ` · ${t('asideToday', { n: aside })}`}</span>
        <span className="ad-grow" />
        <span className="bench-rec" data-on={filming} role="status">{filming ? t('rec.on') : t('rec.off')}</span>
        <button type="button" onClick={() => setSetup(true)}><SettingOutlined aria-hidden /> {t('setup')}</button>
        <button type="button" onClick={() => void leave()}>{t('leave')} <kbd>Esc</kbd></button>
      </header>
      <main className="bench-body" tabIndex={-1}>
        <div className="bench-left">
          {bench.fault !== undefined && <p className="bench-fault" role="alert">{t('fault', { why: errorText(bench.fault) })}</p>}
          {stop && (
            <StopPanel
              key={stop.id} stop={stop} record={record} code={bench.lastCode} more={stops.length - 1}
              onReason={(reason) => bench.override(stop.id, reason)} onAside={bench.dismiss}
            />
          )}
          {!record && !stop && <Ready onScan={bench.scan} />}
          {record && (
            <>
              <div className="bench-name">
                <h2>{record.waybill || t('noWaybill')}</h2>
                <p className="bench-small">
                  {record.carrierName} {order ? <>{t('order')} <span className="ad-mono bench-small">{order.remoteId}</span></> : t('noOrder')}
                  {record.mode === 'unbox' && ` · ${t('back.title')}`}
                </p>
                {bench.pending && <p className="bench-mid">{t('pending', { code: bench.pending })}</p>}
              </div>
              {order?.sellerWords && <p className="bench-words"><b>{t('sellerWords')}</b> {order.sellerWords}</p>}
              {order?.buyerWords && <p className="bench-words"><b>{t('buyerWords')}</b> {order.buyerWords}</p>}
              {record.scanned.length > 0 && <p className="bench-mid">{t('scanned', { n: record.scanned.length })}</p>}
              {record.mode === 'unbox' && <UnboxPanel record={record} onCount={bench.count} onReceived={() => void received()} />}
              <Checklist items={record.items} last={bench.lastItem} closed={record.state !== 'open'} onTick={bench.tick} />
            </>
          )}
        </div>
        <aside className="bench-right" aria-label={t('camera')}>
          <video ref={video} className="bench-video" data-on={camera === 'on'} autoPlay muted playsInline />
          {camera !== 'on' && (
            <div className="bench-cam" role="status">
              <p>{t(`cam.${camera}`)}</p>
              {camera === 'unsupported' && <Link to="/settings?section=folders">{t('cam.folders')}</Link>}
              {!['starting', 'unsupported'].includes(camera) && <button type="button" onClick={() => void open(prefs.camera)}>{t('cam.again')}</button>}
            </div>
          )}
          {record && (
            <div className="bench-acts">
              <button type="button" disabled={camera !== 'on'} onClick={() => void photo()}>{t('photo')} <kbd>{prefs.photoKey === ' ' ? t('space') : prefs.photoKey}</kbd> <span className="ad-num">{record.photos.length > 0 && t('photos', { n: record.photos.length })}</span></button>
              {record.mode === 'pack' && <button type="button" className="bench-main" onClick={() => void bench.finish(false)}>{t('done')} <kbd>End</kbd></button>}
              <button type="button" onClick={() => void bench.finish(true)}>{t('aside')} <kbd>F8</kbd></button>
            </div>
          )}
        </aside>
      </main>
      <Setup open={setup} prefs={prefs} onSave={change} onClose={() => setSetup(false)} />
    </div>
  );
}
