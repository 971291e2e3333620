import { App, Button, Tag } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useLabel, useTranslation } from '@/i18n';
import type { EvidenceRow } from '@/bridge';
import { EmptyState, ErrorState, Instant } from '@/design';
import { useSay } from '@/i18n/words';
import { useHotkeys } from '@/lib/hotkeys';
import { Thumb } from './EvidenceTile';
import { OrderLine } from './OrderLine';
import { OrderPicker } from './OrderPicker';
import { useEvidence, useGuesses, useLink, useUnlink } from './queries';
import s from './evidence.module.css';

/** UnlinkedTray: files on the left, the chosen one with its guesses on the right; a number key links. */
export function UnlinkedTray({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useTranslation('evidence');
  const label = useLabel();
  const say = useSay('evidence');
  const { message } = App.useApp();
  const files = useEvidence({ linked: 'no' });
  const [chosenId, setChosenId] = useState('');
  const search = useRef<InputRef>(null);
  const rows = files.rows;
  const index = Math.max(0, rows.findIndex((r) => r.item.id === chosenId));
  const chosen = rows[index];
  const id = chosen?.item.id ?? '';
  const guesses = useGuesses(id);
  const link = useLink();
  const unlink = useUnlink();
  const list = guesses.data ?? [];

  const choose = (i: number) => {
    const row = rows[Math.max(0, Math.min(i, rows.length - 1))];
    if (row) setChosenId(row.item.id);
  };

  const takeBack = async (fileId: string, orderId: string, key: string) => {
    message.destroy(key);
    await unlink.mutateAsync({ id: fileId, orderId });
    void message.info(t('tray.undone'));
  };

  const tie = async (order: { id: string; remoteId: string }) => {
    if (!id || link.isPending) return;
    const after = rows[index + 1] ?? rows[index - 1];
    await link.mutateAsync({ id, orderId: order.id, caseId: '' });
    setChosenId(after?.item.id ?? '');
    const key = `linked-${id}`;
    void message.success({
      key,
      duration: 8,
      content: (
        <>
          {t('tray.linked', { order: order.remoteId })}
          <Button type="link" size="small" onClick={() => void takeBack(id, order.id, key)}>
            {t('tray.undo')}
          </Button>
        </>
      ),
    });
  };

  const digits = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [
      String(i + 1),
      () => {
        const guess = list[i];
        if (!guess) return false;
        void tie(guess.order);
        return true;
      },
    ]),
  );
  useHotkeys({
    ...digits,
    j: () => choose(index + 1),
    k: () => choose(index - 1),
    ArrowDown: () => choose(index + 1),
    ArrowUp: () => choose(index - 1),
    Enter: () => id && onOpen(id),
    '/': () => search.current?.focus(),
  });

  if (files.error) return <ErrorState error={files.error} retry={files.retry} />;
  if (!files.loading && rows.length === 0) return <EmptyState title={t('tray.empty')} text={t('tray.emptyText')} />;

  return (
    <div className={s.tray}>
      <div className={s.trayList}>
        <p className={s.quiet}>{t('tray.intro')}</p>
        {rows.map((row, i) => (
          <TrayFile key={row.item.id} row={row} chosen={i === index} onChoose={() => setChosenId(row.item.id)} />
        ))}
        {files.hasMore && (
          <Button block type="text" loading={files.loadingMore} onClick={files.loadMore}>
            {t('more')}
          </Button>
        )}
      </div>
      {chosen && (
        <section className={s.trayMain} aria-label={chosen.item.name}>
          <button type="button" className={s.trayPicture} onClick={() => onOpen(id)} title={t('detail.title')}>
            <Thumb item={chosen.item} />
          </button>
          <div className={s.trayGuesses}>
            <h3>{chosen.item.name}</h3>
            <p className={s.quiet}>
              {label('evidenceKinds', chosen.item.kind)} · <Instant at={chosen.item.capturedAt || chosen.item.addedAt} />
              {chosen.item.codes.length > 0 && ` · ${chosen.item.codes.join(', ')}`}
            </p>
            {guesses.error && <ErrorState error={guesses.error} retry={() => void guesses.refetch()} />}
            {link.error && <ErrorState error={link.error} />}
            <h4>{t('tray.guesses')}</h4>
            {guesses.isSuccess && list.length === 0 && <p className={s.quiet}>{t('tray.noGuess')}</p>}
            {list.slice(0, 9).map((g, i) => (
              <div key={g.order.id} className={s.guess}>
                <kbd className={s.kbd}>{i + 1}</kbd>
                <div className={s.guessBody}>
                  <OrderLine order={g.order} />
                  <span className={s.why}>
                    <b className={s.num}>{t('tray.score', { p: `${Math.round(g.score * 100)}%` })}</b>
                    {(g.why ?? []).map((w) => (
                      <Tag key={w}>{say('tray.why', w)}</Tag>
                    ))}
                  </span>
                </div>
                <Button
                  type={i === 0 && g.score >= 0.6 ? 'primary' : 'default'}
                  size="small"
                  loading={link.isPending && link.variables?.orderId === g.order.id}
                  title={t('tray.linkKey', { k: i + 1 })}
                  onClick={() => void tie(g.order)}
                >
                  {t('tray.link')}
                </Button>
              </div>
            ))}
            <OrderPicker key={id} label={t('tray.searchOrder')} input={search} busy={link.isPending} onPick={(o) => void tie(o)} />
            <p className={s.keys}>{t('tray.keys')}</p>
          </div>
        </section>
      )}
    </div>
  );
}

function TrayFile({ row, chosen, onChoose }: { row: EvidenceRow; chosen: boolean; onChoose: () => void }) {
  const label = useLabel();
  const node = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (chosen) node.current?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen]);
  return (
    <button ref={node} type="button" aria-current={chosen} className={chosen ? `${s.trayFile} ${s.trayOn}` : s.trayFile} onClick={onChoose}>
      <Thumb item={row.item} size={40} />
      <span className={s.trayName}>
        <span className={s.clip}>{row.item.name}</span>
        <span className={s.quiet}>
          {label('evidenceKinds', row.item.kind)} · <Instant at={row.item.addedAt} />
        </span>
      </span>
    </button>
  );
}
