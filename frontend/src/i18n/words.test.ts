import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import i18next, { zh } from '@/i18n';

const domain = path.resolve(__dirname, '../../../backend/domain');
const metrics = path.resolve(__dirname, '../../../backend/metric/metrics.go');

// Every "lists every …" variable of the domain, with its values.
function enums(): Map<string, string[]> {
  const out = new Map<string, string[]>();
  for (const f of readdirSync(domain).filter((n) => n.endsWith('.go') && !n.endsWith('_test.go'))) {
    const src = readFileSync(path.join(domain, f), 'utf8');
    const consts = new Map([...src.matchAll(/^\s+(\w+)\s+(?:\w+\s+)?= "([^"]*)"/gm)].map((m) => [m[1] ?? '', m[2] ?? '']));
    for (const m of src.matchAll(/^var ([A-Z]\w*) = \[\]\w+\{([^}]*)\}/gm)) {
      const values = (m[2] ?? '').split(',').map((x) => x.trim()).filter(Boolean).map((x) => (x.startsWith('"') ? x.slice(1, -1) : (consts.get(x) ?? `?${x}`)));
      out.set(m[1] ?? '', values);
    }
  }
  return out;
}

const leaves = (o: object, at = ''): [string, string][] => Object.entries(o).flatMap(([k, v]) => (typeof v === 'string' ? [[`${at}${k}`, v] as [string, string]] : leaves(v as object, `${at}${k}.`)));

describe('words', () => {
  const all = enums();
  it('finds the enums of the domain', () => expect(all.size).toBeGreaterThan(25));
  for (const lang of ['zh-CN', 'en'] as const) {
    it(`has a label in ${lang} for every enum value of the domain`, () => {
      const missing: string[] = [];
      for (const [name, values] of all) {
        const group = name.charAt(0).toLowerCase() + name.slice(1);
        for (const v of values) {
          const key = `enums:${group}.${v === '' ? 'none' : v}`;
          if (!i18next.exists(key, { lng: lang, fallbackLng: [] })) missing.push(key);
        }
      }
      expect(missing).toEqual([]);
    });
    it(`has a label in ${lang} for every metric`, () => {
      const ids = [...readFileSync(metrics, 'utf8').matchAll(/ID: "(\w+)"/g)].map((m) => m[1] ?? '');
      expect(ids.length).toBeGreaterThan(5);
      for (const id of ids) expect(i18next.exists(`enums:metrics.${id}`, { lng: lang, fallbackLng: [] }), id).toBe(true);
    });
  }
  it('uses the same placeholders in both languages', () => {
    const odd: string[] = [];
    const holes = (s: string) => [...s.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort().join();
    for (const ns of Object.keys(zh)) {
      const en = new Map(leaves(i18next.getResourceBundle('en', ns) as object));
      for (const [k, v] of leaves(zh[ns as keyof typeof zh])) if (holes(v) !== holes(en.get(k) ?? '')) odd.push(`${ns}:${k}`);
    }
    expect(odd).toEqual([]);
  });
  it('has no empty word', () => {
    for (const lang of ['zh-CN', 'en']) {
      for (const ns of Object.keys(zh)) {
        for (const [k, v] of leaves(i18next.getResourceBundle(lang, ns) as object)) expect(v.trim(), `${lang} ${ns}:${k}`).not.toBe('');
      }
    }
  });
});
