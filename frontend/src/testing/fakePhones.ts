import type * as t from '@/bridge/types';

/** fakePhones is a door for phones without a network: it opens, pairs by being told so, and asks nobody. */
export function fakePhones(now: number, changed: (...topics: string[]) => void) {
  const door: t.PhoneDoor = { open: false, url: '', fingerprint: '', closesAt: 0, addresses: ['192.168.1.20', '127.0.0.1'], online: 0, phones: [], refusals: [] };
  let codes = 0;
  return {
    door,
    Phones: {
      State: (): t.PhoneDoor => structuredClone(door),
      Open: (r: t.PhoneDoorRequest): t.PhoneDoor => {
        Object.assign(door, { open: true, url: `https://${r.address}:${r.port}`, fingerprint: 'AB:CD:EF', closesAt: r.hours ? now + r.hours * 3600_000 : 0 });
        changed('phones');
        return structuredClone(door);
      },
      Close: () => {
        Object.assign(door, { open: false, url: '', fingerprint: '', closesAt: 0, online: 0 });
        changed('phones');
        return true;
      },
      Pair: (): t.PairingInvite => ({ url: `${door.url}/#pair=code-${++codes}`, expiresAt: Date.now() + 120_000 }),
      Revoke: (id: string) => {
        for (const p of door.phones) if (p.id === id) p.revokedAt = now;
        changed('phones');
        return true;
      },
      Ask: () => {
        if (!door.open) throw new Error(JSON.stringify({ code: 'conflict', params: { reason: 'door_closed' } }));
        return door.online;
      },
    },
  };
}
