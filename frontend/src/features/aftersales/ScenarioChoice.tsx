import { Button, Popover, Select } from 'antd';
import { useState } from 'react';
import { api, useAct } from '@/bridge';
import type { Checklist } from '@/bridge';
import { ErrorState } from '@/design';
import { useLabel, useTranslation } from '@/i18n';

/** ScenarioChoice lets a person say what a case is argued as; an appeal needs the moment of its notice, from which its time runs. */
export function ScenarioChoice({ c }: { c: Checklist }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [open, setOpen] = useState(false);
  const [scenario, setScenario] = useState(c.scenario);
  const [notice, setNotice] = useState('');
  const isAppeal = (s: string) => (c.appeals ?? []).includes(s);
  const choose = useAct((s: string) => api.standard.choose({ caseId: c.caseId, scenario: s, noticeAt: isAppeal(s) && notice ? new Date(notice).getTime() : 0 }), ['after_sales']);
  const use = (s: string) => choose.mutate(s, { onSuccess: () => setOpen(false) });
  const group = (title: string, list: string[]) => ({ label: title, title, options: list.map((s) => ({ value: s, label: label('scenarios', s) })) });
  const form = (
    <div className="ad-col std-choice">
      <label className="ad-col">
        <span className="ad-small">{t('standard:pick')}</span>
        <Select
          value={scenario} onChange={setScenario} aria-label={t('standard:pick')} showSearch={{ optionFilterProp: 'label' }}
          options={[group(t('standard:dispute'), c.choices ?? []), group(t('standard:appeal'), c.appeals ?? [])].filter((g) => g.options.length > 0)}
        />
      </label>
      {isAppeal(scenario) && (
        <label className="ad-col">
          <span className="ad-small">{t('standard:notice')} <span className="ad-quiet">{t('standard:noticeHint')}</span></span>
          <input type="datetime-local" className="std-when" value={notice} onChange={(e) => setNotice(e.target.value)} aria-label={t('standard:notice')} />
        </label>
      )}
      {choose.error && <ErrorState error={choose.error} />}
      <div className="ad-row">
        {c.chosenBy && <Button size="small" onClick={() => use('')}>{t('standard:useAuto')}</Button>}
        <span className="ad-grow" />
        <Button size="small" type="primary" loading={choose.isPending} disabled={isAppeal(scenario) && !notice} onClick={() => use(scenario)}>{t('standard:use')}</Button>
      </div>
    </div>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" content={form}>
      <Button size="small">{t('standard:change')}</Button>
    </Popover>
  );
}
