import { AppstoreOutlined, DownOutlined, PlusOutlined, SafetyCertificateOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Segmented, Select, Tabs } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useLabel, useTranslation } from '@/i18n';
import { api, onFilesDropped } from '@/bridge';
import type { EvidenceQuery, IntakeResult as Result, VerifyReport } from '@/bridge';
import { EmptyState, ErrorState, FilterChips, FilterSelect, PageHeader, SearchBox, errorText, useLook } from '@/design';
import { useHotkeys } from '@/lib/hotkeys';
import { dayOf } from '@/lib/shopDays';
import { useNow } from '@/lib/ticker';
import { useUrlState } from '@/lib/useUrlState';
import { CoverageStrip } from './CoverageStrip';
import { EvidenceDrawer } from './EvidenceDrawer';
import { EvidenceList } from './EvidenceList';
import { Gallery } from './Gallery';
import type { GroupBy } from './grouping';
import { baseName, IntakeResult } from './IntakeResult';
import { KINDS } from './kinds';
import { PackCoverage } from './PackCoverage';
import { Packs } from './Packs';
import { useAddFiles, useEvidence, useUnlinkedCount, useVerify } from './queries';
import { dayRange } from './range';
import { TasteReports } from './TasteReports';
import { UnlinkedTray } from './UnlinkedTray';
import { VerifyResult } from './VerifyResult';
import { WinRates } from './WinRates';
import s from './evidence.module.css';

const GROUPS: GroupBy[] = ['day', 'order', 'waybill', 'none'];

/** EvidencePage keeps proof: what came in, what is not linked yet, what was sealed. */
export function EvidencePage() {
  const { t } = useTranslation('evidence');
  const { t: words } = useTranslation();
  const { message } = App.useApp();
  const url = useUrlState();
  const tab = url.get('tab') || 'all';
  const unlinked = useUnlinkedCount();
  const add = useAddFiles();
  const verify = useVerify();
  const [results, setResults] = useState<Result[]>([]);
  const [verifying, setVerifying] = useState('');

  const open = (id: string) => url.set({ file: id }, { push: id !== '' });

  const take = async (paths: string[]) => {
    if (paths.length === 0) return;
    const hide = message.loading(t('drop.busy', { n: paths.length }), 0);
    // What went wrong stands on the page (add.error).
    await add.mutateAsync({ paths }).then(setResults, () => undefined);
    hide();
  };
  const check = async (path: string, name: string): Promise<VerifyReport | null> => {
    setVerifying(name);
    return verify.mutateAsync(path).catch(() => null);
  };
  const pickFiles = () => api.shell.pickFiles().then(take, (e: unknown) => void message.error(errorText(e)));
  const pickAndVerify = async () => {
    const path = await api.shell.pickFile();
    if (path) await check(path, baseName(path));
  };

  // A pack is verified wherever it is dropped; on the packs tab everything is.
  const onDrop = (paths: string[]) => {
    const [first] = paths;
    if (first && (tab === 'packs' || paths.every((p) => /\.zip$/i.test(p)))) void check(first, baseName(first));
    else void take(paths);
  };
  const latest = useRef({ onDrop, pickFiles });
  useEffect(() => {
    latest.current = { onDrop, pickFiles };
  });
  useEffect(() => onFilesDropped((paths) => latest.current.onDrop(paths)), []);
  useHotkeys({ e: () => void pickFiles() });
  const asked = url.get('add') !== '';
  const { set } = url;
  useEffect(() => {
    if (!asked) return;
    set({ add: '' });
    void latest.current.pickFiles();
  }, [asked, set]);

  return (
    <div className="ad-page">
      <PageHeader
        title={t('title')}
        sub={t('question')}
      >
        <Dropdown
          menu={{
            items: [
              { key: 'pick', label: t('verify.pick'), onClick: () => void pickAndVerify() },
              { key: 'all', label: t('verify.all'), title: t('verify.allNote'), onClick: () => void check('', t('verify.all')) },
            ],
          }}
        >
          <Button icon={<SafetyCertificateOutlined />}>
            {t('verify.menu')} <DownOutlined />
          </Button>
        </Dropdown>
        <Button type="primary" icon={<PlusOutlined />} title={t('addHint')} loading={add.isPending} onClick={() => void pickFiles()}>
          {t('add')}
        </Button>
      </PageHeader>
      <div className={s.body}>
        {add.error && <ErrorState error={add.error} />}
        <Tabs
          activeKey={tab}
          onChange={(key) => url.set({ tab: key === 'all' ? undefined : key })}
          items={[
            { key: 'all', label: t('tabs.all') },
            {
              key: 'unlinked',
              label: (
                <>
                  {t('tabs.unlinked')} <span className="ad-quiet ad-num">{unlinked.n > 0 && `${unlinked.n}${unlinked.more ? '+' : ''}`}</span>
                </>
              ),
            },
            { key: 'packing', label: words('packing:coverage.tab') },
            { key: 'packs', label: t('tabs.packs') },
            { key: 'wins', label: words('standard:wins.tab') },
            { key: 'taste', label: words('standard:taste.tab') },
          ]}
        />
        {tab === 'unlinked' && <UnlinkedTray onOpen={open} />}
        {tab === 'packing' && <PackCoverage />}
        {tab === 'packs' && <Packs onVerify={check} onPick={() => void pickAndVerify()} />}
        {tab === 'wins' && <WinRates />}
        {tab === 'taste' && <TasteReports />}
        {tab === 'all' && <AllFiles onOpen={open} onAdd={() => void pickFiles()} />}
      </div>
      <EvidenceDrawer id={url.get('file')} onClose={() => open('')} />
      <IntakeResult
        results={results}
        onClose={() => setResults([])}
        onTray={() => {
          setResults([]);
          url.set({ tab: 'unlinked' });
        }}
      />
      <VerifyResult name={verifying} busy={verify.isPending} report={verify.data} error={verify.error} onClose={() => setVerifying('')} />
    </div>
  );
}

function AllFiles({ onOpen, onAdd }: { onOpen: (id: string) => void; onAdd: () => void }) {
  const { t } = useTranslation('evidence');
  const label = useLabel();
  const { zone } = useLook();
  const url = useUrlState();
  const today = dayOf(useNow(), zone);
  const kinds = url.list('kind');
  const day = url.get('day');
  const by = (GROUPS as string[]).includes(url.get('by')) ? (url.get('by') as GroupBy) : 'day';
  const query: Partial<EvidenceQuery> = { kinds, linked: url.get('linked'), text: url.get('q'), orderId: url.get('order'), caseId: url.get('case'), ...dayRange(day, zone) };
  const pages = useEvidence(query);
  const filtered = kinds.length > 0 || ['linked', 'q', 'order', 'case', 'day'].some((k) => url.get(k) !== '');
  const clear = () => url.set({ kind: undefined, linked: undefined, q: undefined, order: undefined, case: undefined, day: undefined });
  const { set } = url;
  const setText = useCallback((q: string) => set({ q }), [set]);

  return (
    <>
      <CoverageStrip today={today} day={day} onPick={(d) => url.set({ day: d })} />
      <div className={s.tools}>
        <SearchBox value={url.get('q')} onChange={setText} placeholder={t('search')} />
        <FilterSelect label={t('filter.kind')} value={kinds} options={KINDS.map((k) => ({ value: k, label: label('evidenceKinds', k) }))} onChange={(v) => url.set({ kind: v })} />
        <FilterChips
          label={t('filter.linked')}
          value={[url.get('linked')]}
          chips={[
            { id: '', label: t('tabs.all') },
            { id: 'yes', label: t('filter.linkedYes') },
            { id: 'no', label: t('filter.linkedNo') },
          ]}
          onChange={([v]) => url.set({ linked: v })}
        />
        {filtered && (
          <Button type="link" size="small" onClick={clear}>
            {t('filter.clear')}
          </Button>
        )}
        <span className={s.push} />
        <Select
          aria-label={t('group.label')}
          value={by}
          variant="borderless"
          prefix={<span className={s.quiet}>{t('group.label')}</span>}
          options={GROUPS.map((g) => ({ value: g, label: t(`group.${g}`) }))}
          onChange={(v) => url.set({ by: v === 'day' ? undefined : v })}
        />
        <Segmented
          value={url.get('view') || 'gallery'}
          onChange={(v) => url.set({ view: v === 'gallery' ? undefined : String(v) })}
          options={[
            { value: 'gallery', icon: <AppstoreOutlined />, label: t('view.gallery') },
            { value: 'list', icon: <UnorderedListOutlined />, label: t('view.list') },
          ]}
        />
      </div>
      {pages.error && <ErrorState error={pages.error} retry={pages.retry} />}
      {!pages.error && !pages.loading && pages.rows.length === 0 ? (
        filtered ? (
          <EmptyState title={t('empty.filtered')} action={<Button onClick={clear}>{t('filter.clear')}</Button>} />
        ) : (
          <EmptyState
            title={t('empty.title')}
            text={t('empty.text')}
            action={
              <Button type="primary" onClick={onAdd}>
                {t('add')}
              </Button>
            }
          />
        )
      ) : url.get('view') === 'list' ? (
        <EvidenceList pages={pages} onOpen={onOpen} />
      ) : (
        <Gallery pages={pages} by={by} onOpen={onOpen} />
      )}
    </>
  );
}
