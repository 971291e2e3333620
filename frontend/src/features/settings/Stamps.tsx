import { CheckCircleFilled } from '@ant-design/icons';
import { App, Button, Popconfirm, Skeleton } from 'antd';
import { useState } from 'react';
import type { StampAuthority, StampCard, StampInfo } from '@/bridge';
import { EmptyState, ErrorState, errorText, Instant, useLook } from '@/design';
import { labelOf, useLabel, useTranslation, wordOf } from '@/i18n';
import { absoluteText } from '@/lib/time';
import { useRemoveStamper, useSendStamps, useStamps, useStampNow } from './queries';
import type { SectionProps } from './SettingsPage';
import { StampForm } from './StampForm';
import s from './settings.module.css';

const whyText = (code: string, why: string) => wordOf(`common:error.reasons.${why}`, labelOf('codes', code));

/** Stamps: which outside authorities say when our records existed, what they last said, and what still waits. */
export function Stamps({ settings }: SectionProps) {
  const { t } = useTranslation('stamps');
  const info = useStamps();
  const [editing, setEditing] = useState<StampAuthority | 'new' | null>(null);
  return (
    <div>
      <p className="ad-quiet">{t('intro')}</p>
      <p className="ad-quiet">{t('sent')}</p>
      {settings.offline && <p className="ad-strong">{t('offline')}</p>}
      {info.error && <ErrorState error={info.error} retry={() => void info.refetch()} />}
      {info.isPending && !info.error && <Skeleton active />}
      {info.data && (
        <>
          <div className={s.tools}>
            <span className={`ad-quiet ${s.push}`}>{t('when')}</span>
            <Button type="primary" onClick={() => setEditing('new')}>{t('add')}</Button>
          </div>
          {info.data.cards.length === 0 ? <EmptyState title={t('none')} text={t('noneText')} /> : <Authorities cards={info.data.cards} onEdit={setEditing} />}
          {info.data.cards.length > 0 && <Queue info={info.data} offline={settings.offline} />}
          {editing && <StampForm presets={info.data.presets} authority={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
        </>
      )}
    </div>
  );
}

function Authorities({ cards, onEdit }: { cards: StampCard[]; onEdit: (a: StampAuthority) => void }) {
  const { t } = useTranslation('stamps');
  return (
    <table className={s.table} aria-label={t('columns.authority')}>
      <thead>
        <tr>
          <th>{t('columns.authority')}</th>
          <th>{t('columns.last')}</th>
          <th>{t('columns.root')}</th>
          <th className={s.right}>{t('columns.count')}</th>
          <th className={s.right}>{t('columns.waiting')}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {cards.map((c) => <Authority key={c.authority.id} card={c} onEdit={onEdit} />)}
      </tbody>
    </table>
  );
}

function Authority({ card: c, onEdit }: { card: StampCard; onEdit: (a: StampAuthority) => void }) {
  const { t } = useTranslation('stamps');
  const { message } = App.useApp();
  const { lang, zone } = useLook();
  const stamp = useStampNow();
  const remove = useRemoveStamper();
  const a = c.authority;
  const now = () =>
    stamp.mutate(a.id, {
      onSuccess: (got) => void message.success(t('tested', { name: a.name, at: absoluteText(got.at, lang, zone) })),
      onError: (e) => void message.error(errorText(e)),
    });
  return (
    <tr>
      <td>
        <div>{a.name}</div>
        <div className="ad-mono ad-quiet">{a.url}</div>
        {c.code && <div className={s.badText} role="alert">{t('failed', { why: whyText(c.code, c.why) })}</div>}
      </td>
      <td title={c.last ? t('signedBy', { signer: c.last.signer, n: c.last.size.toLocaleString() }) : undefined}>
        {c.last ? (
          <>
            <Instant at={c.last.at} />{' '}
            {c.last.verified ? <span className={s.good}><CheckCircleFilled /> {t('verified')}</span> : <span className="ad-quiet">{t('kept')}</span>}
          </>
        ) : <span className="ad-quiet">{t('never')}</span>}
      </td>
      <td>{a.root ? t('pinned') : <span className="ad-quiet">{t('unpinned')}</span>}</td>
      <td className={s.right}>{c.count.toLocaleString()}</td>
      <td className={s.right}>{c.waiting.toLocaleString()}</td>
      <td className={s.acts}>
        <Button size="small" loading={stamp.isPending} onClick={now}>{t('test')}</Button>{' '}
        <Button size="small" type="text" onClick={() => onEdit(a)}>{t('edit')}</Button>
        <Popconfirm title={t('removeSure', { name: a.name })} okText={t('remove')} okButtonProps={{ danger: true }} onConfirm={() => remove.mutate(a.id, { onError: (e) => void message.error(errorText(e)) })}>
          <Button size="small" type="text" danger loading={remove.isPending}>{t('remove')}</Button>
        </Popconfirm>
      </td>
    </tr>
  );
}

function Queue({ info, offline }: { info: StampInfo; offline: boolean }) {
  const { t } = useTranslation('stamps');
  const label = useLabel();
  const { message } = App.useApp();
  const send = useSendStamps();
  const names = new Map(info.cards.map((c) => [c.authority.id, c.authority.name]));
  const now = () => send.mutate(undefined, { onSuccess: (n) => void message.success(t('sentNow', { n })), onError: (e) => void message.error(errorText(e)) });
  return (
    <>
      <h3 className={s.group}>{t('queue')}</h3>
      {info.queue.length === 0 ? <p className="ad-quiet">{t('queueNone')}</p> : (
        <>
          <table className={s.table} aria-label={t('queue')}>
            <thead>
              <tr>
                <th>{t('queueColumns.reason')}</th>
                <th>{t('queueColumns.authority')}</th>
                <th>{t('queueColumns.since')}</th>
                <th className={s.right}>{t('queueColumns.tries')}</th>
                <th>{t('queueColumns.why')}</th>
              </tr>
            </thead>
            <tbody>
              {info.queue.map((w) => (
                <tr key={`${w.authorityId} ${w.reason} ${w.subject}`}>
                  <td>{label('stampReasons', w.reason)} <span className="ad-mono ad-quiet">{w.reason === 'pack' ? w.subject.slice(w.subject.indexOf('.') + 1) : w.subject}</span></td>
                  <td>{names.get(w.authorityId) ?? w.authorityId}</td>
                  <td><Instant at={w.askedAt} /></td>
                  <td className={s.right}>{w.tries.toLocaleString()}</td>
                  <td>{w.code ? whyText(w.code, w.why) : '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className={s.tools}>
            <Button loading={send.isPending} disabled={offline} onClick={now}>{t('send')}</Button>
          </div>
        </>
      )}
    </>
  );
}
