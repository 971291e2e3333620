import { Button, Input, Select, Skeleton, Tag } from 'antd';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RuleEntry, Settings } from '@/bridge';
import { EmptyState, ErrorState, FilterChips, SearchBox, useLook } from '@/design';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { dayOf } from '@/lib/shopDays';
import { useNow } from '@/lib/ticker';
import { useKeep } from './Field';
import { useRules } from './queries';
import type { SectionProps } from './SettingsPage';
import s from './settings.module.css';

type When = 'current' | 'future' | 'past';

/** whenOf says whether a rule is in force on a day. */
export function whenOf(rule: { effectiveFrom: string; effectiveTo: string }, today: string): When {
  if (rule.effectiveFrom > today) return 'future';
  return rule.effectiveTo !== '' && rule.effectiveTo < today ? 'past' : 'current';
}

const none: Record<string, string> = {};

/** Rules is the dated rule book: what it says, from when, by what source, how sure, and the merchant's corrections. */
export function Rules({ settings, save }: SectionProps) {
  const { t } = useTranslation('settings');
  const say = useSay('settings');
  const { zone } = useLook();
  const today = dayOf(useNow(), zone);
  const rules = useRules();
  const { keep } = useKeep(save);
  const latest = useRef(keep);
  useEffect(() => {
    latest.current = keep;
  });
  const keepOnce = useCallback((patch: Partial<Settings>) => latest.current(patch), []);
  const own = settings.ruleOverrides ?? none;
  const [text, setText] = useState('');
  const [only, setOnly] = useState('current');
  const [subject, setSubject] = useState('');
  const all = useMemo(() => rules.data ?? [], [rules.data]);
  const subjects = useMemo(() => [...new Set(all.map((r) => r.subject))], [all]);
  const words = text.trim().toLowerCase();
  const shown = all.filter(
    (r) =>
      (subject === '' || r.subject === subject) &&
      (only === 'all' || (only === 'mine' ? (r.overridden ?? []).length > 0 : whenOf(r, today) === 'current')) &&
      (words === '' || [r.id, r.platform, r.source, say('rules.subjects', r.subject), ...Object.values(r.values)].some((x) => x.toLowerCase().includes(words))),
  );
  if (rules.error) return <ErrorState error={rules.error} retry={() => void rules.refetch()} />;
  if (!rules.data) return <Skeleton active />;
  return (
    <div>
      <p className="ad-quiet">{t('rules.intro')}</p>
      <div className={s.tools}>
        <SearchBox value={text} onChange={setText} placeholder={t('rules.search')} />
        <Select allowClear aria-label={t('rules.subject')} placeholder={t('rules.subject')} value={subject || undefined} options={subjects.map((x) => ({ value: x, label: say('rules.subjects', x) }))} onChange={(v?: string) => setSubject(v ?? '')} style={{ width: 150 }} />
        <FilterChips
          label={t('rules.inForce')}
          value={[only]}
          chips={[
            { id: 'current', label: t('rules.onlyCurrent') },
            { id: 'mine', label: t('rules.onlyMine') },
            { id: 'all', label: t('rules.all') },
          ]}
          onChange={([v]) => setOnly(v ?? 'current')}
        />
        <span className="ad-quiet ad-num">{t('rules.count', { n: shown.length })}</span>
      </div>
      {shown.length === 0 ? (
        <EmptyState title={t('rules.empty')} />
      ) : (
        <table className={s.table}>
          <thead>
            <tr>
              <th>{t('rules.subject')}</th>
              <th>{t('rules.platform')}</th>
              <th>{t('rules.values')}</th>
              <th>{t('rules.inForce')}</th>
              <th>{t('rules.source')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((r) => (
              <Row key={r.id} rule={r} today={today} own={own} keep={keepOnce} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

interface RowProps {
  rule: RuleEntry;
  today: string;
  own: Record<string, string>;
  keep: (patch: Partial<Settings>) => Promise<boolean>;
}

// Hundreds of values stand here: plain keys, and one way to save for all of them, or the page takes seconds to come.
const Row = memo(function Row({ rule, today, own, keep }: RowProps) {
  const { t } = useTranslation('settings');
  const say = useSay('settings');
  const [editing, setEditing] = useState('');
  const when = whenOf(rule, today);
  return (
    <tr>
      <td>
        <b>{say('rules.subjects', rule.subject)}</b>
        <div className="ad-quiet ad-small ad-mono">{rule.id}</div>
      </td>
      <td>{rule.platform === '*' || rule.platform === '' ? t('rules.anyPlatform') : rule.platform}</td>
      <td>
        {Object.keys(rule.values).sort().map((name) => {
          const value = rule.values[name] ?? '';
          const label = say('rules.names', name, { other: name });
          const key = `${rule.id}.${name}`;
          if (editing === name) {
            return <Edit key={name} label={label} value={value} onEnd={() => setEditing('')} onKeep={(v) => keep({ ruleOverrides: { ...own, [key]: v } })} />;
          }
          const mine = (rule.overridden ?? []).includes(name);
          return (
            <div key={name} className={s.ruleValue}>
              <span className="ad-dim">{label}</span>
              <span className={mine ? 'ad-num ad-strong' : 'ad-num'} title={value}>{value.length > 60 ? `${value.slice(0, 60)}…` : value}</span>
              {mine && (
                <>
                  <Tag>{t('rules.overridden')}</Tag>
                  <button type="button" className="ad-plain ad-linkish ad-small" onClick={() => void keep({ ruleOverrides: Object.fromEntries(Object.entries(own).filter(([k]) => k !== key)) })}>{t('rules.reset')}</button>
                </>
              )}
              <button type="button" className={`ad-plain ad-linkish ad-small ${s.onHover}`} onClick={() => setEditing(name)}>{t('rules.override')}</button>
            </div>
          );
        })}
      </td>
      <td className="ad-num">
        {rule.effectiveTo ? t('rules.fromTo', { from: rule.effectiveFrom, to: rule.effectiveTo }) : t('rules.from', { d: rule.effectiveFrom })}
        {when !== 'current' && <div className="ad-quiet ad-small">{t(`rules.${when}`)}</div>}
      </td>
      <td className={s.source}>
        {rule.source} <span className={s.sure}>{say('rules.confidences', rule.confidence)}</span>
      </td>
    </tr>
  );
});

function Edit({ label, value, onKeep, onEnd }: { label: string; value: string; onKeep: (value: string) => Promise<boolean>; onEnd: () => void }) {
  const { t } = useTranslation('settings');
  const [draft, setDraft] = useState(value);
  const [busy, setBusy] = useState(false);
  const apply = async () => {
    setBusy(true);
    const ok = await onKeep(draft.trim());
    setBusy(false);
    if (ok) onEnd();
  };
  return (
    <div className="ad-row">
      <span className="ad-dim">{label}</span>
      <Input size="small" autoFocus value={draft} aria-label={`${label} ${t('rules.value')}`} style={{ width: 160 }} onChange={(e) => setDraft(e.target.value)} onPressEnter={() => void apply()} onKeyDown={(e) => e.key === 'Escape' && onEnd()} />
      <Button size="small" type="primary" loading={busy} disabled={draft.trim() === '' || draft.trim() === value} onClick={() => void apply()}>{t('rules.apply')}</Button>
      <Button size="small" type="text" onClick={onEnd}>{t('discard')}</Button>
    </div>
  );
}
