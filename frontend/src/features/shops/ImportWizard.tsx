import { InboxOutlined } from '@ant-design/icons';
import { Button, Drawer, Select, Steps } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, onFilesDropped } from '@/bridge';
import type { SheetLook, SheetMapping, SheetRun, Shop } from '@/bridge';
import { ErrorState } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { FileShop } from './FileShop';
import { ImportResult } from './ImportResult';
import { applySaved, missingFields, usedTwice } from './mapping';
import { MappingTable } from './MappingTable';
import { ImportOptions, LookFacts } from './ImportOptions';
import { useMappings, useLookFile, useRunImport } from './queries';
import s from './shops.module.css';

type Step = 'file' | 'mapping' | 'options' | 'result';
const ORDER: Step[] = ['file', 'mapping', 'options', 'result'];

interface Props {
  open: boolean;
  shops: Shop[];
  shopId: string; // preselected, may be ""
  onClose: () => void;
}

/** ImportWizard brings a file in by four steps: choose, match columns, confirm, receipt. */
export function ImportWizard({ open, shops, shopId, onClose }: Props) {
  const { t } = useTranslation('shops');
  const say = useSay('shops');
  const label = useLabel();
  const [step, setStep] = useState<Step>('file');
  const [chosenShop, setChosenShop] = useState('');
  const [look, setLook] = useState<SheetLook | null>(null);
  const [mapping, setMapping] = useState<SheetMapping | null>(null);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [save, setSave] = useState(false);
  const [name, setName] = useState('');
  const [run, setRun] = useState<SheetRun | null>(null);
  const saved = useMappings();
  const looking = useLookFile();
  const running = useRunImport();
  const shop = chosenShop || shopId || (shops.find((x) => x.platform === 'sheet')?.id ?? shops[0]?.id ?? '');

  const reset = () => {
    setStep('file');
    setLook(null);
    setMapping(null);
    setTouched(new Set());
    setSave(false);
    setName('');
    setRun(null);
    looking.reset();
    running.reset();
  };
  const { mutateAsync: ask } = looking;
  const take = useCallback(
    async (path: string, sheet = '') => {
      try {
        const found = await ask({ path, sheet });
        setLook(found);
        setMapping({ ...found.mapping, kind: found.kind || found.mapping.kind });
        setTouched(new Set());
        setStep('mapping');
      } catch {
        setStep('file'); // the step shows why
      }
    },
    [ask],
  );
  const pick = async () => {
    const path = await api.shell.pickFile();
    if (path) await take(path);
  };

  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => (open ? onFilesDropped(([path]) => void (path && latest.current(path))) : undefined), [open]);

  const missing = look && mapping ? missingFields(look, mapping) : [];
  const twice = mapping ? usedTwice(mapping) : [];
  const ready = look !== null && mapping !== null && mapping.kind !== '' && missing.length === 0;

  const start = async () => {
    if (!look || !mapping) return;
    try {
      setRun(await running.mutateAsync({ path: look.path, sheet: look.sheet, shopId: shop, mapping: { ...mapping, name: save ? name.trim() : mapping.name }, save }));
      setStep('result');
    } catch {
      // the options step shows why; nothing was imported
    }
  };
  const close = () => {
    reset();
    onClose();
  };
  const file = look ? (look.path.split(/[\\/]/).pop() ?? look.path) : '';

  return (
    <Drawer open={open} onClose={close} size={860} title={t('importer.title')} destroyOnHidden>
      <Steps size="small" current={ORDER.indexOf(step)} items={ORDER.map((x) => ({ title: t(`importer.steps.${x}`) }))} className={s.steps} />

      {step === 'file' &&
        (shops.length === 0 ? (
          <FileShop onDone={(made) => setChosenShop(made.id)} />
        ) : (
          <div className={s.stepBody}>
            <label className={s.field}>
              <span>{t('importer.shop')}</span>
              <Select aria-label={t('importer.shop')} value={shop} options={shops.map((x) => ({ value: x.id, label: x.name }))} onChange={setChosenShop} style={{ width: 280 }} />
            </label>
            <button type="button" className={s.drop} onClick={() => void pick()} disabled={looking.isPending}>
              <InboxOutlined />
              <b>{looking.isPending ? t('importer.looking') : t('importer.drop')}</b>
              <span className="ad-linkish">{t('importer.pick')}</span>
              <span className="ad-quiet">{t('importer.supported')}</span>
            </button>
            {looking.error && <ErrorState error={looking.error} title={t('importer.cannot.title')} retry={() => void pick()} />}
          </div>
        ))}

      {step === 'mapping' && look && mapping && (
        <div className={s.stepBody}>
          <LookFacts look={look} file={file} onSheet={(sheet) => void take(look.path, sheet)} />
          <MappingTable
            look={look}
            mapping={mapping}
            saved={saved.data ?? []}
            touched={touched}
            onKind={(kind) => setMapping({ ...mapping, kind })}
            onSaved={(m) => {
              setMapping(m ? applySaved(look, m) : { ...look.mapping, kind: mapping.kind });
              setTouched(new Set());
              setName(m && !m.preset ? m.name : '');
            }}
            onColumn={(field, column) => {
              const { [field]: _, ...rest } = mapping.columns;
              setMapping({ ...mapping, columns: column ? { ...rest, [field]: column } : rest });
              setTouched(new Set(touched).add(field));
            }}
          />
          <div className={s.foot}>
            <Button onClick={reset}>{t('wizard.back')}</Button>
            <span className={s.footNote} role="status">
              {mapping.kind === '' ? t('importer.kindUnsure') : missing.length > 0 ? t('importer.missing', { fields: missing.map((f) => say('importer.fields', f)).join('、') }) : twice[0] ? t('importer.twice', { column: twice[0] }) : ''}
            </span>
            <Button type="primary" disabled={!ready} onClick={() => setStep('options')}>{t('wizard.next')}</Button>
          </div>
        </div>
      )}

      {step === 'options' && look && mapping && (
        <div className={s.stepBody}>
          <p>{t('importer.confirm', { file, kind: label('sheetKinds', mapping.kind), shop: shops.find((x) => x.id === shop)?.name ?? '' })}</p>
          <ImportOptions mapping={mapping} onChange={setMapping} save={save} onSave={setSave} name={name} onName={setName} />
          {running.error && <ErrorState error={running.error} retry={() => void start()} />}
          {running.isPending && <p role="status" className="ad-quiet">{t('importer.running')}</p>}
          <div className={s.foot}>
            <Button onClick={() => setStep('mapping')}>{t('wizard.back')}</Button>
            <span className={s.footNote}>{save && name.trim() === '' ? t('importer.saveNameNeed') : ''}</span>
            <Button type="primary" loading={running.isPending} disabled={save && name.trim() === ''} onClick={() => void start()}>{t('importer.run')}</Button>
          </div>
        </div>
      )}

      {step === 'result' && run && <ImportResult run={run} onAgain={reset} onDone={close} />}
    </Drawer>
  );
}
