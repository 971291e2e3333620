import type * as t from '@/bridge/types';

/** fakeStamps keeps authorities as Go does and stamps without a network. */
export function fakeStamps(d: { now: number; settings: t.Settings }, changed: (...topics: string[]) => void) {
  const last = new Map<string, t.Stamp>();
  const queue: t.StampWish[] = [];
  const stamp = (a: t.StampAuthority): t.Stamp => {
    const s: t.Stamp = { id: 'ab'.repeat(32), authorityId: a.id, authority: a.name, at: d.now, askedAt: d.now, size: 42, headHash: 'cd'.repeat(32), signer: 'Test TSA', serial: '7', verified: a.root !== '', logIndex: 42 };
    last.set(a.id, s);
    changed('stamps');
    return s;
  };
  return {
    last,
    queue,
    Stamps: {
      Info: (): t.StampInfo => ({
        cards: d.settings.stampers.map((authority) => ({ authority, last: last.get(authority.id), count: last.has(authority.id) ? 1 : 0, waiting: queue.length, code: '', why: '' })),
        queue,
        presets: [
          { id: 'tsa-cn', name: '联合信任时间戳服务中心', url: '', home: 'www.tsa.cn' },
          { id: 'freetsa', name: 'freeTSA', url: 'https://freetsa.org/tsr', home: 'freetsa.org' },
        ],
      }),
      Put: (a: t.StampAuthority): t.StampAuthority => {
        const kept = { ...a, id: a.id || `tsa-${d.settings.stampers.length + 1}` };
        d.settings.stampers = [...d.settings.stampers.filter((x) => x.id !== kept.id), kept];
        changed('stamps', 'settings');
        return kept;
      },
      Remove: (id: string) => {
        d.settings.stampers = d.settings.stampers.filter((x) => x.id !== id);
        changed('stamps', 'settings');
        return true;
      },
      StampNow: (id: string): t.Stamp => {
        const a = d.settings.stampers.find((x) => x.id === id);
        if (!a) throw new Error('no authority');
        return stamp(a);
      },
      SendQueue: () => {
        queue.length = 0;
        changed('stamps');
        return d.settings.stampers.map(stamp).length;
      },
    },
  };
}
