import { Checkbox, Input, Select } from 'antd';
import type { SheetLook, SheetMapping } from '@/bridge';
import { useTranslation } from '@/i18n';
import s from './shops.module.css';

/** LookFacts is what the first look into a file found, with its first rows as they stand there. */
export function LookFacts({ look, file, onSheet }: { look: SheetLook; file: string; onSheet: (sheet: string) => void }) {
  const { t } = useTranslation('shops');
  return (
    <div>
      <p className="ad-row ad-wrap">
        <b className="ad-clip" title={look.path}>{file}</b>
        <span className="ad-quiet">{look.format.toUpperCase()}</span>
        {look.encoding && <span className="ad-quiet">{look.encoding.toUpperCase()}</span>}
        <span className="ad-quiet">{t('importer.look.rows')} {look.rows > 0 ? look.rows.toLocaleString() : t('importer.look.rowsUnknown')}</span>
        <span className="ad-quiet">{t('importer.look.columns')} {look.header.length}</span>
        {look.sheets.length > 1 && (
          <Select size="small" aria-label={t('importer.look.sheet')} value={look.sheet} options={look.sheets.map((x) => ({ value: x, label: x }))} onChange={onSheet} style={{ width: 160 }} />
        )}
      </p>
      <div className={s.sample} role="region" aria-label={t('importer.look.sample')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {look.header.map((h, i) => (
                <th key={`${h}-${i}`}>{h}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {look.sample.slice(0, 3).map((row, r) => (
              <tr key={r}>
                {look.header.map((h, i) => (
                  <td key={`${h}-${i}`}>{(row[i] ?? '').slice(0, 80)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const ZONES = ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Singapore', 'Asia/Bangkok', 'Asia/Jakarta', 'Asia/Tokyo', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'America/Sao_Paulo', 'UTC'];
const CURRENCIES = ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD', 'SGD', 'BRL'];

interface Props {
  mapping: SheetMapping;
  onChange: (m: SheetMapping) => void;
  save: boolean;
  onSave: (on: boolean) => void;
  name: string;
  onName: (name: string) => void;
}

/** ImportOptions is what a file cannot say about itself: zone, currency, date form, and whether to remember. */
export function ImportOptions({ mapping, onChange, save, onSave, name, onName }: Props) {
  const { t } = useTranslation('shops');
  const forms = ['', 'ymd', 'dmy', 'mdy'] as const;
  return (
    <div className={s.options}>
      <label className={s.field}>
        <span>{t('importer.zone')}</span>
        <Select showSearch aria-label={t('importer.zone')} value={mapping.zone || 'Asia/Shanghai'} options={ZONES.map((z) => ({ value: z, label: z }))} onChange={(zone) => onChange({ ...mapping, zone })} style={{ width: 200 }} />
      </label>
      <label className={s.field}>
        <span>{t('importer.currency')}</span>
        <Select showSearch aria-label={t('importer.currency')} value={mapping.currency || 'CNY'} options={CURRENCIES.map((c) => ({ value: c, label: c }))} onChange={(currency) => onChange({ ...mapping, currency })} style={{ width: 120 }} />
      </label>
      <label className={s.field}>
        <span>{t('importer.dateForm')}</span>
        <Select aria-label={t('importer.dateForm')} value={mapping.dateForm} options={forms.map((f) => ({ value: f, label: t(`importer.dateForms.${f === '' ? 'auto' : f}`) }))} onChange={(dateForm) => onChange({ ...mapping, dateForm })} style={{ width: 160 }} />
      </label>
      {mapping.kind === 'orders' && (
        <Checkbox checked={mapping.lines} onChange={(e) => onChange({ ...mapping, lines: e.target.checked })}>{t('importer.lines')}</Checkbox>
      )}
      <div className="ad-row">
        <Checkbox checked={save} onChange={(e) => onSave(e.target.checked)}>{t('importer.save')}</Checkbox>
        {save && <Input autoFocus value={name} maxLength={40} placeholder={t('importer.saveName')} aria-label={t('importer.saveName')} onChange={(e) => onName(e.target.value)} style={{ width: 220 }} />}
      </div>
    </div>
  );
}
