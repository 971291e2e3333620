import { Link } from 'react-router';
import type { AuditEntry } from '@/bridge';
import { EmptyState, Instant, VirtualTable } from '@/design';
import type { Column } from '@/design';
import { operatorText, useLabel, useTranslation } from '@/i18n';
import { sayOf } from '@/i18n/words';
import { useAudit } from './queries';
import s from './settings.module.css';

const keyOf = (e: AuditEntry) => e.id;
const PAGES: Record<string, string> = { order: '/orders/', after_sale: '/after-sales/' };

/** Audit is who revealed, exported or acted, newest first; it cannot be edited. */
export function Audit() {
  const { t } = useTranslation('settings');
  const label = useLabel();
  const pages = useAudit();
  const columns: Column<AuditEntry>[] = [
    { id: 'at', title: t('audit.at'), width: 128, fixed: true, render: (e) => <Instant at={e.at} /> },
    { id: 'by', title: t('audit.by'), width: 112, render: (e) => operatorText(e.by) },
    { id: 'what', title: t('audit.what'), width: 136, fixed: true, render: (e) => label('auditKinds', e.what) },
    {
      id: 'subject', title: t('audit.subject'), width: 264, grow: 1,
      render: (e) => {
        const base = PAGES[e.subject];
        const remote = e.subjectId.slice(e.subjectId.indexOf('.') + 1);
        return (
          <span className="ad-row">
            <span className="ad-quiet">{label('subjectKinds', e.subject)}</span>
            {base && e.subjectId ? <Link className="ad-mono ad-clip" to={`${base}${encodeURIComponent(e.subjectId)}`}>{remote}</Link> : <span className="ad-mono ad-clip">{remote}</span>}
          </span>
        );
      },
    },
    { id: 'purpose', title: t('audit.purpose'), width: 160, grow: 1, text: (e) => Object.values(e.params ?? {}).join(' · '), render: (e) => <span className="ad-clip">{e.purpose ? sayOf('common', 'purposes', e.purpose) : Object.values(e.params ?? {}).join(' · ') || '—'}</span> },
  ];
  return (
    <>
      <p className="ad-quiet">{t('audit.intro')}</p>
      <div className={s.auditTable}>
        <VirtualTable
          name="audit" label={t('sections.audit')} columns={columns} rows={pages.rows} rowKey={keyOf} hasMore={pages.hasMore} loadMore={pages.loadMore} loading={pages.loading}
          loadingMore={pages.loadingMore} refreshing={pages.refreshing} error={pages.error} retry={pages.retry} empty={<EmptyState title={t('audit.empty')} />}
        />
      </div>
    </>
  );
}
