import { cronWords } from '@/lib/cron';
import { sayOf } from './words';
import i18next from './index';

/** cronText says a cron expression in the present language; unusual ones show themselves. */
export function cronText(spec: string): string {
  const w = cronWords(spec);
  const say = (key: string, params: Record<string, unknown>) => sayOf('settings', 'cron', key, { params });
  const join = i18next.t('settings:cron.join');
  const rest = say(w.key, {
    spec, n: w.n, m: w.m, day: w.day, list: w.list?.join(join), times: w.times?.join(join),
    days: w.days?.map((d) => sayOf('settings', 'cron.dow', d)).join(join),
  });
  return w.from === undefined ? rest : say('range', { from: w.from, to: w.to, rest });
}
