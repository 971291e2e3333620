import { describe, expect, it } from 'vitest';
import i18next from './index';
import { cronText } from './cron';
import { cronOk } from '@/lib/cron';

describe('cron in words', () => {
  it.each([
    ['*/30 * * * *', '每 30 分钟', 'every 30 minutes'],
    ['10 * * * *', '每小时第 10 分', 'every hour at minute 10'],
    ['5,35 * * * *', '每小时第 05、35 分', 'every hour at minute 05, 35'],
    ['30 4 * * *', '每天 04:30', 'daily at 04:30'],
    ['0 9,14 * * *', '每天 09:00、14:00', 'daily at 09:00, 14:00'],
    ['0 */2 * * *', '每 2 小时，第 00 分', 'every 2 hours at minute 00'],
    ['0 9 * * 1-2', '每周一、二 09:00', 'Mon, Tue at 09:00'],
    ['*/10 8-22 * * *', '8 至 22 点之间，每 10 分钟', '8:00–22:00, every 10 minutes'],
    ['1 2 3 4 *', '按表达式 1 2 3 4 *', 'by 1 2 3 4 *'],
  ])('%s', async (spec, zh, en) => {
    expect(cronText(spec)).toBe(zh);
    await i18next.changeLanguage('en');
    expect(cronText(spec)).toBe(en);
    await i18next.changeLanguage('zh-CN');
  });

  it('refuses what has not five fields within their limits', () => {
    for (const bad of ['', '* * * *', '60 * * * *', '* 24 * * *', '*/0 * * * *', '5-1 * * * *', 'a * * * *', '* * * * * *']) expect(cronOk(bad), bad).toBe(false);
    for (const good of ['0 0 1 1 0', '*/5 8-22 * * mon-fri', '1,2,3 * * * 7']) expect(cronOk(good), good).toBe(true);
  });
});
