import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import { Film } from './film';
import { lacks, standing } from './reasons';
import { play } from './sound';
import { api, onEvent } from '@/bridge';
import type { BenchScanResult, Order, PackRecord, PackStop } from '@/bridge';

// How long a scan over a running film waits for its answer before the next film starts anyhow: the parcel must be filmed
// from its label on, whatever the book is busy with.
const patience = 300;

/** Bench is what the screen shows and can do. */
export interface Bench {
  record: PackRecord | undefined;
  order: Order | undefined;
  loose: PackStop | undefined; // a stop without a parcel
  lastItem: string;
  lastCode: string;
  pending: string; // number that waits until the open parcel is whole
  filming: boolean;
  fault: unknown;
  scan: (code: string) => void;
  tick: (itemId: string, n: number) => void;
  override: (stopId: string, reason: string) => void;
  count: (good: number, bad: number, missing: number) => void;
  photo: (picture: string) => Promise<void>;
  finish: (aside: boolean) => Promise<PackRecord | undefined>;
  dismiss: () => void;
  cameraOpened: () => void;
}

/** useBench runs the bench: scans in their order, films that never wait for an answer, one record at a time. */
export function useBench(stream: RefObject<MediaStream | undefined>, station: string): Bench {
  const [record, setRecord] = useState<PackRecord>();
  const [order, setOrder] = useState<Order>();
  const [loose, setLoose] = useState<PackStop>();
  const [last, setLast] = useState({ item: '', code: '' });
  const [pending, setPending] = useState('');
  const [filming, setFilming] = useState(false);
  const [fault, setFault] = useState<unknown>();
  // What handlers see at once; the state above follows with the next frame.
  const now = useRef<{ record: PackRecord | undefined; film: Film | undefined; pending: string }>({ record: undefined, film: undefined, pending: '' });
  const line = useRef<Promise<unknown>>(Promise.resolve());

  const hold = useCallback((p: string) => {
    now.current.pending = p;
    setPending(p);
  }, []);
  const show = useCallback((r: PackRecord | undefined, o?: Order | null) => {
    const before = standing(now.current.record?.id === r?.id ? now.current.record?.stops : []).map((s) => s.id + s.at);
    if (standing(r?.stops).some((s) => !before.includes(s.id + s.at))) play('stop');
    now.current.record = r;
    setRecord(r);
    if (o !== undefined) setOrder(o ?? undefined);
  }, []);
  const film = useCallback(() => {
    const s = stream.current;
    if (!s?.active) return undefined;
    try {
      return new Film(s, (thrown) => {
        setFault(thrown);
        setFilming(false);
      });
    } catch (thrown) { // the camera went away in this very moment: packing goes on
      setFault(thrown);
      return undefined;
    }
  }, [stream]);
  const roll = useCallback((f: Film | undefined) => {
    now.current.film = f;
    setFilming(f !== undefined);
  }, []);
  // Things that are done to the open record come one after the other, scans among them.
  const inLine = useCallback(<T,>(fn: () => Promise<T>): Promise<T | undefined> => {
    const done = line.current.then(fn).catch((thrown: unknown) => {
      setFault(thrown);
      return undefined;
    });
    line.current = done;
    return done;
  }, []);

  // The platform's own word, which the packer does not wait for.
  const recheck = useCallback(async (id: string) => {
    const checked = await api.packing.recheck(id);
    if (now.current.record?.id === id && checked.stops.length > now.current.record.stops.length) show(checked);
  }, [show]);
  const opened = useCallback((res: BenchScanResult, early: Film | undefined) => {
    const [old, oldFilm] = [now.current.record, now.current.film];
    const id = res.record.id;
    // Starting an encoder takes a slow machine longer than drawing the order does.
    flushSync(() => show(res.record, res.order ?? null));
    const next = early ?? film();
    roll(next);
    if (standing(res.record.stops).length === 0) play('ok');
    // Nothing of this keeps the packer waiting.
    void (async () => {
      try {
        const kept = await api.packing.begin(id);
        next?.attach(id);
        if (oldFilm && oldFilm !== next) await oldFilm.end();
        if (old) await api.packing.close(old.id, false);
        await recheck(kept.id);
      } catch (thrown) {
        setFault(thrown);
      }
    })();
  }, [film, recheck, roll, show]);

  const scanned = useCallback(async (code: string) => {
    const { record: cur, film: running } = now.current;
    setLoose(undefined);
    setFault(undefined);
    const asked = api.packing.scan({ code, recordId: cur?.id ?? '', station }); // asked first: it is answered while the film starts
    let next = running ? undefined : film();
    if (next) roll(next);
    const late = setTimeout(() => {
      if (running) next = film();
    }, patience);
    let res: BenchScanResult;
    try {
      res = await asked;
    } catch (thrown) {
      next?.discard();
      roll(running);
      throw thrown;
    } finally {
      clearTimeout(late);
    }
    setLast({ item: res.itemId, code: res.code });
    if (res.what === 'parcel') {
      hold('');
      opened(res, next);
      return;
    }
    next?.discard();
    roll(running);
    if (res.what === 'stop' && !cur) {
      setLoose(res.stop);
      play('stop');
      return;
    }
    hold(res.what === 'held' ? code : now.current.pending);
    show(res.record, res.order ?? null);
    if (res.what === 'bound') void recheck(res.record.id).catch(setFault);
    if (res.what === 'tick' || res.what === 'bound' || res.what === 'same') play('tick');
  }, [film, hold, opened, recheck, roll, show, station]);

  const scan = useCallback((code: string) => void inLine(() => scanned(code)), [inLine, scanned]);

  // What was scanned while the open parcel lacked something goes on by itself once it lacks nothing.
  const change = useCallback((fn: (id: string) => Promise<PackRecord>) => inLine(async () => {
    const id = now.current.record?.id;
    if (!id) return;
    const r = await fn(id);
    if (now.current.record?.id !== id) return;
    show(r);
    const code = now.current.pending;
    if (code && !lacks(r.stops)) {
      hold('');
      await scanned(code);
    }
  }), [hold, inLine, scanned, show]);

  const finish = useCallback((aside: boolean) => inLine(async () => {
    const { record: cur, film: running } = now.current;
    if (!cur) return undefined;
    const r = await api.packing.close(cur.id, aside);
    if (r.state === 'open') {
      show(r);
      return r;
    }
    const code = now.current.pending;
    hold('');
    roll(undefined);
    show(undefined, null);
    setLast({ item: '', code: '' });
    play('tick');
    await running?.end();
    if (code) await scanned(code);
    return r;
  }), [hold, inLine, scanned, show, roll]);

  // A camera that opens, or comes back, while a parcel lies on the table films it from then on.
  const cameraOpened = useCallback(() => {
    const { record: cur, film: old } = now.current;
    if (!cur || old?.alive) return;
    const next = film();
    roll(next);
    if (!next) return;
    void (async () => {
      try {
        await api.packing.begin(cur.id); // the scan's own may still be on its way
        next.attach(cur.id);
        await old?.end();
      } catch (thrown) {
        setFault(thrown);
      }
    })();
  }, [film, roll]);

  // A refund that comes while the parcel lies on the table (AS-12).
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onEvent('changed', (data) => {
      if (!Array.isArray(data) || !['orders', 'after_sales', 'parcels'].some((topic) => data.includes(topic))) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        const id = now.current.record?.id;
        if (!id) return;
        void api.packing.rejudge(id).then((r) => {
          if (now.current.record?.id === id && r.stops.length > now.current.record.stops.length) show(r);
        }, setFault);
      }, 100);
    });
    return () => {
      stop();
      if (timer) clearTimeout(timer);
    };
  }, [show]);

  return {
    record, order, loose, lastItem: last.item, lastCode: last.code, pending, filming, fault, scan, finish, cameraOpened,
    tick: (itemId, n) => {
      play('tick');
      void change((id) => api.packing.tick(id, itemId, n));
    },
    override: (stopId, reason) => void change((id) => api.packing.override(id, stopId, reason)),
    count: (good, bad, missing) => void change((id) => api.packing.count(id, good, bad, missing)),
    photo: async (picture) => {
      play('shutter');
      await change((id) => api.packing.photo(id, picture));
    },
    dismiss: () => setLoose(undefined),
  };
}
