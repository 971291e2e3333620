import { Select, Tag } from 'antd';
import type { SheetLook, SheetMapping } from '@/bridge';
import { useLabel, useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { exampleOf, fieldOrder, sureOf, unusedColumns } from './mapping';
import type { Sure } from './mapping';
import s from './shops.module.css';

const KINDS = ['orders', 'aftersales', 'reviews', 'traces', 'promises', 'settlements'];

interface Props {
  look: SheetLook;
  mapping: SheetMapping;
  saved: SheetMapping[];
  touched: ReadonlySet<string>;
  onKind: (kind: string) => void;
  onSaved: (mapping: SheetMapping | null) => void;
  onColumn: (field: string, column: string) => void;
}

/** MappingTable: each of our fields, the column that feeds it, an example from the file and how sure the match is. */
export function MappingTable({ look, mapping, saved, touched, onKind, onSaved, onColumn }: Props) {
  const { t } = useTranslation('shops');
  const label = useLabel();
  const say = useSay('shops');
  const fitting = saved.filter((m) => m.kind === mapping.kind || mapping.kind === '');
  const unused = unusedColumns(look, mapping);
  const columns = look.header.filter((h) => h !== '');
  return (
    <>
      <div className="ad-row ad-wrap">
        <label className={s.field}>
          <span>{t('importer.kind')}</span>
          <Select aria-label={t('importer.kind')} value={mapping.kind || undefined} placeholder={t('importer.kindUnsure')} status={mapping.kind === '' ? 'warning' : ''} options={KINDS.map((k) => ({ value: k, label: label('sheetKinds', k) }))} onChange={onKind} style={{ width: 160 }} />
        </label>
        <label className={s.field}>
          <span>{t('importer.saved')}</span>
          <Select
            aria-label={t('importer.saved')}
            allowClear
            placeholder={t('importer.savedNone')}
            value={fitting.some((m) => m.name === mapping.name && mapping.name !== '') ? mapping.name : undefined}
            options={fitting.map((m) => ({ value: m.name, label: m.preset ? `${m.name} · ${t('importer.preset')}` : m.name }))}
            onChange={(v?: string) => onSaved(fitting.find((m) => m.name === v) ?? null)}
            style={{ width: 220 }}
          />
        </label>
      </div>
      <div className={s.mapScroll}>
        <table className={s.table}>
          <thead>
            <tr>
              <th>{t('importer.field')}</th>
              <th>{t('importer.column')}</th>
              <th>{t('importer.example')}</th>
              <th>{t('importer.confidence')}</th>
            </tr>
          </thead>
          <tbody>
            {fieldOrder(look.fields, look.mapping).map((f) => {
              const name = say('importer.fields', f.name);
              const column = mapping.columns[f.name];
              return (
                <tr key={f.name}>
                  <td>
                    {name} {f.required && <span className="ad-quiet">{t('importer.required')}</span>}
                  </td>
                  <td>
                    <Select
                      size="small"
                      allowClear
                      showSearch={{ optionFilterProp: 'label' }}
                      aria-label={name}
                      value={column && columns.includes(column) ? column : undefined}
                      placeholder={t('importer.notUsed')}
                      status={f.required && !column ? 'warning' : ''}
                      options={columns.map((c) => ({ value: c, label: c }))}
                      onChange={(v?: string) => onColumn(f.name, v ?? '')}
                      style={{ width: 220 }}
                    />
                  </td>
                  <td className={s.example} title={exampleOf(look, column)}>{exampleOf(look, column)}</td>
                  <td><SureTag sure={sureOf(f.name, look, mapping, touched)} required={f.required} /></td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {unused.length > 0 && <p className="ad-quiet ad-small">{t('importer.unusedColumns', { columns: unused.join('、') })}</p>}
    </>
  );
}

function SureTag({ sure, required }: { sure: Sure; required: boolean }) {
  const { t } = useTranslation('shops');
  if (sure === 'unmapped' && !required) return null;
  return <Tag className={sure === 'guess' || sure === 'unmapped' ? s.unsure : undefined}>{t(`importer.${sure}`)}</Tag>;
}
