import { afterEach, describe, expect, it } from 'vitest';
import { addDays, dayOf } from './shopDays';
import { absoluteText, clockText, dayText, relativeText, startOfDay } from './time';

const at = Date.parse('2026-11-22T18:30:05Z');

describe('days and moments', () => {
  let undo = () => undefined as unknown;
  afterEach(() => undo());
  it('are those of the zone', () => {
    expect([dayText(at, 'Asia/Shanghai'), dayText(at, 'America/New_York')]).toEqual(['2026-11-23', '2026-11-22']);
    expect(dayOf(at, 'Asia/Shanghai')).toBe('2026-11-23');
    expect(startOfDay('2026-11-23', 'Asia/Shanghai')).toBe(Date.parse('2026-11-22T16:00:00Z'));
    expect(addDays(dayOf(at, 'Asia/Shanghai'), -29)).toBe('2026-10-25');
  });
  it('read the same in both languages', () => {
    expect(absoluteText(at, 'zh-CN', 'Asia/Shanghai')).toBe('2026-11-23 02:30:05 GMT+8');
    expect(absoluteText(at, 'en', 'Asia/Shanghai')).toBe('2026-11-23 02:30:05 GMT+8');
    expect(clockText(at, 'zh-CN', 'Asia/Shanghai')).toBe('02:30');
    expect(relativeText(at, at + 3 * 60_000, 'zh-CN', 'Asia/Shanghai')).toBe('3 分钟前');
  });
  // WebKit writes the day of en-CA as 23/11/2026, Chromium as 2026-11-23: only the parts are alike.
  it('do not depend on the order in which a system writes a date', () => {
    // `format` is a getter of the prototype, which the types do not say.
    const own = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format') ?? {};
    Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', { ...own, get: () => () => '23/11/2026, 02:30' });
    undo = () => Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', own);
    expect(dayOf(at, 'Asia/Shanghai')).toBe('2026-11-23');
    expect(dayText(at, 'Asia/Shanghai')).toBe('2026-11-23');
    expect(absoluteText(at, 'en', 'Asia/Shanghai')).toBe('2026-11-23 02:30:05 GMT+8');
    expect(startOfDay('2026-11-23', 'Asia/Shanghai')).toBe(Date.parse('2026-11-22T16:00:00Z'));
  });
});
