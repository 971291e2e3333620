import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Switch } from 'antd';
import { useState } from 'react';
import type { Calendar } from '@/bridge';
import { DayBox } from '@/design/DayBox';
import { useTranslation } from '@/i18n';
import { isDay } from '@/lib/shopDays';
import { minutesOf, tidySpans, WEEK, weekHours } from './calendar';
import { Field, useKeep } from './Field';
import { NumberBox } from './NumberBox';
import type { SectionProps } from './SettingsPage';
import s from './settings.module.css';

const OPEN = '09:00-18:00';

/** CalendarSection is when the house works. Nothing is kept until it is well-formed and saved. */
export function CalendarSection({ settings, save }: SectionProps) {
  const { t } = useTranslation('settings');
  const { keep, busy } = useKeep(save);
  const [draft, setDraft] = useState<Calendar>(settings.calendar);
  // Emptying a box is on the way to other hours, not the same as closing the day.
  const [emptied, setEmptied] = useState('');
  const dirty = JSON.stringify(draft) !== JSON.stringify(settings.calendar);
  const bad = emptied !== '' || WEEK.some((d) => minutesOf(draft.week[d] ?? '') === null) || Object.values(draft.extra ?? {}).some((x) => !minutesOf(x));
  const setDay = (day: string, spans: string) => {
    setEmptied('');
    setDraft({ ...draft, week: { ...draft.week, [day]: tidySpans(spans) } });
  };
  const type = (day: string, spans: string) => {
    setDay(day, spans);
    if (tidySpans(spans) === '') setEmptied(day);
  };

  return (
    <div>
      <p className="ad-quiet">{t('calendar.intro')}</p>
      <Field label={t('calendar.answer')} how={settings.answerMinutes > 0 ? t('calendar.answerHow') : t('calendar.answerNone')}>
        <NumberBox min={0} max={20160} step={5} value={settings.answerMinutes} label={t('calendar.answer')} unit={t('calendar.answerUnit')} onKeep={(v) => void keep({ answerMinutes: v })} />
      </Field>
      <h3 className={s.group}>
        {t('calendar.week')} <span className="ad-quiet ad-num">{t('calendar.hoursWeek', { h: weekHours(draft.week) })}</span>
      </h3>
      {WEEK.map((day) => {
        const spans = draft.week[day] ?? '';
        const open = spans !== '' || emptied === day;
        const wrong = minutesOf(spans) === null || emptied === day;
        return (
          <div key={day} className={s.dayRow}>
            <span>{t(`calendar.days.${day}`)}</span>
            <Switch size="small" aria-label={t(`calendar.days.${day}`)} checked={open} onChange={(on) => setDay(day, on ? OPEN : '')} />
            {!open ? (
              <span className="ad-quiet">{t('calendar.closed')}</span>
            ) : (
              <>
                <Input value={spans} status={wrong ? 'error' : ''} aria-label={`${t(`calendar.days.${day}`)} ${t('calendar.hours')}`} aria-invalid={wrong} placeholder={t('calendar.spans')} style={{ width: 260 }} onChange={(e) => type(day, e.target.value)} />
                {wrong ? (
                  <span role="alert">{t('calendar.bad')}</span>
                ) : (
                  <Button size="small" type="text" onClick={() => setDraft({ ...draft, week: Object.fromEntries(WEEK.map((d) => [d, spans])) })}>{t('calendar.copy')}</Button>
                )}
              </>
            )}
          </div>
        );
      })}
      <Days title={t('calendar.holidays')} second={t('calendar.name')} days={draft.holidays ?? {}} ok={() => true} onChange={(holidays) => setDraft({ ...draft, holidays })} />
      <Days title={t('calendar.extra')} second={t('calendar.spans')} days={draft.extra ?? {}} ok={(v) => Boolean(minutesOf(tidySpans(v)))} onChange={(extra) => setDraft({ ...draft, extra })} />
      {dirty && (
        <div className={s.saveBar}>
          <span>{bad ? t('calendar.bad') : t('dirty')}</span>
          <Button onClick={() => { setEmptied(''); setDraft(settings.calendar); }}>{t('discard')}</Button>
          <Button type="primary" loading={busy} disabled={bad} onClick={() => void keep({ calendar: draft })}>{t('save')}</Button>
        </div>
      )}
    </div>
  );
}

interface DaysProps {
  title: string;
  second: string;
  days: Record<string, string>;
  ok: (value: string) => boolean;
  onChange: (days: Record<string, string>) => void;
}

function Days({ title, second, days, ok, onChange }: DaysProps) {
  const { t } = useTranslation('settings');
  const [day, setDay] = useState('');
  const [value, setValue] = useState('');
  const ready = isDay(day) && ok(value);
  const add = () => {
    if (!ready) return;
    onChange({ ...days, [day]: tidySpans(value) });
    setDay('');
    setValue('');
  };
  const known = Object.keys(days).sort();
  return (
    <>
      <h3 className={s.group}>{title}</h3>
      {known.length === 0 && <p className="ad-quiet">{t('calendar.none')}</p>}
      {known.map((d) => (
        <div key={d} className={s.dayRow}>
          <span className="ad-num">{d}</span>
          <span className={s.dayValue}>{days[d]}</span>
          <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={`${t('calendar.remove')} ${d}`} onClick={() => onChange(Object.fromEntries(Object.entries(days).filter(([k]) => k !== d)))} />
        </div>
      ))}
      <div className={s.dayRow}>
        <DayBox value={day} label={`${title} ${t('calendar.date')}`} clear onChange={setDay} />
        <Input value={value} placeholder={second} aria-label={`${title} ${second}`} style={{ width: 240 }} onChange={(e) => setValue(e.target.value)} onPressEnter={add} />
        <Button size="small" icon={<PlusOutlined />} disabled={!ready} onClick={add}>{t('calendar.add')}</Button>
      </div>
    </>
  );
}
