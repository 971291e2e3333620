import { CopyOutlined, InboxOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import i18next, { labelOf, useTranslation } from '@/i18n';
import { asAppError } from '@/lib/appError';
import { copyText } from '@/lib/clipboard';

/** PageHeader is the top of a screen: its name, one line that says what it answers, its acts. */
export function PageHeader({ title, sub, children, before }: { title: ReactNode; sub?: ReactNode; children?: ReactNode; before?: ReactNode }) {
  return (
    <header className="ad-header">
      {before}
      <div className="ad-grow">
        <h1>{title}</h1>
        {sub !== undefined && <div className="ad-sub">{sub}</div>}
      </div>
      {children !== undefined && <div className="ad-header-actions">{children}</div>}
    </header>
  );
}

/** Panel is a bordered part of a screen. Panels never lie inside panels. */
export function Panel({ title, extra, flush, children, className, label }: {
  title?: ReactNode; extra?: ReactNode; flush?: boolean; children: ReactNode; className?: string; label?: string;
}) {
  const id = useId();
  return (
    <section className={`ad-panel${flush ? ' ad-panel-flush' : ''}${className ? ` ${className}` : ''}`} aria-labelledby={title ? id : undefined} aria-label={title ? undefined : label}>
      {title !== undefined && (
        <div className="ad-panel-head">
          <h2 id={id}>{title}</h2>
          {extra !== undefined && <div className="ad-panel-extra">{extra}</div>}
        </div>
      )}
      <div className="ad-panel-body">{children}</div>
    </section>
  );
}

/** EmptyState teaches: what will appear here and the one button that starts it. */
export function EmptyState({ title, text, action, icon }: { title: ReactNode; text?: ReactNode; action?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="ad-empty">
      <div className="ad-empty-icon" aria-hidden>{icon ?? <InboxOutlined />}</div>
      <h2>{title}</h2>
      {text !== undefined && <p>{text}</p>}
      {action}
    </div>
  );
}

/** errorText is the one sentence for an error: its reason when we know it, else its code. */
export function errorText(thrown: unknown): string {
  const e = asAppError(thrown);
  const t = i18next.t as (k: string) => string;
  const reason = e.params.reason;
  if (reason && i18next.exists(`common:error.reasons.${reason}`)) return t(`common:error.reasons.${reason}`);
  return i18next.exists(`common:error.what.${e.code}`) ? t(`common:error.what.${e.code}`) : e.code;
}

/** ErrorState says what happened, what is safe and what to do, with a code to copy. */
export function ErrorState({ error, retry, title }: { error: unknown; retry?: (() => void) | undefined; title?: ReactNode }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const e = asAppError(error);
  const get = (k: string) => (t as (k: string) => string)(k);
  const known = i18next.exists(`common:error.keep.${e.code}`) ? e.code : 'internal';
  const code = [e.code, ...Object.entries(e.params).map(([k, v]) => `${k}=${v}`)].join(' ');
  return (
    <div className="ad-error" role="alert">
      <h3>{title ?? labelOf('codes', e.code)}</h3>
      <div>{errorText(e)}</div>
      <div className="ad-dim">{get(`error.keep.${known}`)} {get(`error.help.${known}`)}</div>
      <div className="ad-row ad-wrap" style={{ marginTop: 4 }}>
        {retry && <Button size="small" icon={<ReloadOutlined />} onClick={retry}>{t('error.retry')}</Button>}
        <Button size="small" type="text" icon={<CopyOutlined />} onClick={() => void copyText(code).then(setCopied)}>
          {copied ? t('error.copied') : t('error.copy')}
        </Button>
        <code className="ad-mono ad-quiet ad-clip" title={code}>{code}</code>
      </div>
    </div>
  );
}

/** Chip is one filter of FilterChips. */
export interface Chip {
  id: string;
  label: ReactNode;
  count?: number | undefined;
  level?: 'amber' | 'red' | undefined;
}

/** FilterChips is a row of filters; one or several may be on. */
export function FilterChips({ chips, value, onChange, multiple, label }: {
  chips: Chip[]; value: string[]; onChange: (value: string[]) => void; multiple?: boolean; label: string;
}) {
  return (
    <div className="ad-chips" role="group" aria-label={label}>
      {chips.map((c) => {
        const on = value.includes(c.id);
        return (
          <button
            key={c.id} type="button" className="ad-chip" aria-pressed={on} data-level={c.count ? c.level : undefined}
            onClick={() => {
              if (multiple) onChange(on ? value.filter((v) => v !== c.id) : [...value, c.id]);
              else onChange([c.id]);
            }}
          >
            {c.label}
            {c.count !== undefined && <span className="ad-num">{c.count}</span>}
          </button>
        );
      })}
    </div>
  );
}

/** Key shows a key of the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return <kbd className="ad-kbd">{children}</kbd>;
}
