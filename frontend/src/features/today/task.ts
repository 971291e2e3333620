import type { TFunction } from 'i18next';
import type { Task } from '@/bridge';
import { wordOf } from '@/i18n';
import type { EnumGroup } from '@/i18n';
import { linkTo } from '@/lib/links';

/** taskLink is where the next act of a task is done. */
export function taskLink(x: Task): string {
  switch (x.kind) {
    case 'unlinked_evidence':
      return '/evidence?tab=unlinked';
    case 'backup':
      return '/settings?section=storage';
    default:
      return linkTo(x.subject, x.subjectId, x.orderId) || '/logistics';
  }
}

/** taskWords says what a task is about beyond its title, in the words of the window. */
export function taskWords(x: Task, t: TFunction, label: (g: EnumGroup, v: string) => string): string {
  const p = x.params ?? {};
  const out: string[] = [];
  if (x.kind === 'unlinked_evidence') return t('today:queue.unlinked', { n: p.count ?? '' });
  if (p.type) out.push(label('caseTypes', p.type));
  if (p.status && x.kind !== 'evidence_wanted') out.push(label('caseStatuses', p.status));
  if (p.check && x.kind !== 'case_due' && x.kind !== 'evidence_wanted') out.push(wordOf(`logistics:checks.${p.check}`, p.check));
  if (p.missing) out.push(t('today:queue.missing', { list: p.missing.split(',').filter(Boolean).map((k) => label('evidenceKinds', k)).join(' / ') }));
  if (p.rating) out.push(t('today:queue.rating', { n: p.rating }));
  if (p.waybill) out.push(p.waybill);
  if (p.spec) out.push(p.spec);
  if (p.raw) out.push(p.raw);
  if (p.file) out.push(p.file);
  if (p.check === 'stale_shop' && p.reason) out.push(wordOf(`today:queue.shopFaults.${p.reason}`, p.reason));
  if (p.case && p.type) out.push(p.case);
  return out.join(' · ');
}
