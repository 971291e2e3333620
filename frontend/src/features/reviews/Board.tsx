import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useLabel, useTranslation } from '@/i18n';
import { useSettings } from '@/bridge';
import type { Review, ReviewQuery } from '@/bridge';
import { ShopOf } from '@/bridge/ShopOf';
import { EmptyState, ErrorState, Instant } from '@/design';
import { isStep, neighbour, STEPS, walk } from './board';
import type { Place, Step } from './board';
import { MoveDialog } from './MoveDialog';
import { COLUMN, useColumn, useMove, useReviewCounts } from './queries';
import { Stars } from './Stars';
import { useBandWords } from './useBandWords';
import s from './reviews.module.css';

interface Props {
  query: Partial<ReviewQuery>;
  onOpen: (id: string) => void;
}

/** Board is the road from a bad review to its outcome. Arrows walk the cards, Shift+arrow moves one, Enter opens it. */
export function Board({ query, onOpen }: Props) {
  const { t } = useTranslation('reviews');
  const label = useLabel();
  const { message } = App.useApp();
  const { settings } = useSettings();
  const counts = useReviewCounts(query);
  const why = useBandWords();
  const columns = [
    useColumn('detected', query),
    useColumn('owner', query),
    useColumn('contacted', query),
    useColumn('cause', query),
    useColumn('remedy', query),
    useColumn('outcome', query),
  ];
  const move = useMove();
  const [moving, setMoving] = useState<{ review: Review; step: Step } | null>(null);
  const [focus, setFocus] = useState<Place | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const follow = useRef(''); // the card that moved keeps the focus in its new column

  const lists = columns.map((c) => c.data?.items ?? []);
  const lengths = lists.map((l) => l.length);
  const failed = columns.find((c) => c.error)?.error;
  const ended = lists[5] ?? [];

  useEffect(() => {
    if (follow.current) {
      const node = box.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(follow.current)}"]`);
      if (!node) return;
      follow.current = '';
      node.focus();
    } else if (focus) {
      box.current?.querySelector<HTMLElement>(`[data-at="${focus.column}:${focus.row}"]`)?.focus();
    }
  }, [focus, lists]);

  const shift = (review: Review, by: -1 | 1) => {
    const step = isStep(review.step) ? neighbour(review.step, by) : null;
    if (step) setMoving({ review, step });
  };

  const onKey = (e: React.KeyboardEvent, at: Place, review: Review) => {
    if (!e.key.startsWith('Arrow')) return;
    e.preventDefault();
    e.stopPropagation();
    if (e.shiftKey && (e.key === 'ArrowLeft' || e.key === 'ArrowRight')) shift(review, e.key === 'ArrowLeft' ? -1 : 1);
    else setFocus(walk(at, e.key, lengths));
  };

  if (failed) return <ErrorState error={failed} retry={() => columns.forEach((c) => void c.refetch())} />;
  if (columns.every((c) => c.isSuccess) && lengths.every((n) => n === 0)) return <EmptyState title={t('board.emptyAll')} text={t('board.emptyAllText')} />;

  return (
    <>
      <p className={s.boardIntro}>
        {t('board.intro')} {t('board.forbid')}
        {ended.length > 0 && <b className={s.num}> {t('board.wonRate', { won: ended.filter((r) => r.proof !== '').length, done: ended.length })}</b>}
      </p>
      <div className={s.board} ref={box}>
        {STEPS.map((step, c) => (
          <section key={step} className={s.column} aria-label={label('recoverySteps', step)}>
            <header className={s.columnHead}>
              <Tooltip title={t(`stepHint.${step}`)}>
                <b>{label('recoverySteps', step)}</b>
              </Tooltip>
              <span className={s.count}>{counts.data?.[step] ?? lengths[c] ?? 0}</span>
            </header>
            <div className={s.cards}>
              {(lists[c] ?? []).map((review, row) => (
                <Card
                  key={review.id}
                  review={review}
                  why={why(review)}
                  step={step}
                  at={`${c}:${row}`}
                  tabbable={focus ? focus.column === c && focus.row === row : c === lengths.findIndex((n) => n > 0) && row === 0}
                  onKey={(e) => onKey(e, { column: c, row }, review)}
                  onFocus={() => (focus?.column === c && focus.row === row ? undefined : setFocus({ column: c, row }))}
                  onOpen={() => onOpen(review.id)}
                  onShift={(by) => shift(review, by)}
                />
              ))}
              {lengths[c] === 0 && <p className={s.quiet}>{t('board.empty')}</p>}
              {lengths[c] === COLUMN && <p className={s.quiet}>{t('board.more')}</p>}
            </div>
          </section>
        ))}
      </div>
      <p className={s.keys}>{t('board.keys')}</p>
      {moving && (
        <MoveDialog
          key={moving.review.id + moving.step}
          review={moving.review}
          step={moving.step}
          operator={settings?.operator ?? ''}
          busy={move.isPending}
          error={move.error}
          onCancel={() => {
            move.reset();
            setMoving(null);
          }}
          onMove={(m) =>
            void move.mutateAsync(m).then(
              () => {
                follow.current = m.reviewId;
                setMoving(null);
                void message.success(t('board.moved', { step: label('recoverySteps', moving.step) }));
              },
              () => undefined, // the dialog stays open and shows why
            )
          }
        />
      )}
    </>
  );
}

interface CardProps {
  review: Review;
  why: string;
  step: Step;
  at: string;
  tabbable: boolean;
  onKey: (e: React.KeyboardEvent) => void;
  onFocus: () => void;
  onOpen: () => void;
  onShift: (by: -1 | 1) => void;
}

function Card({ review, why, step, at, tabbable, onKey, onFocus, onOpen, onShift }: CardProps) {
  const { t } = useTranslation('reviews');
  const label = useLabel();
  const left = neighbour(step, -1);
  const right = neighbour(step, 1);
  return (
    <article className={s.card}>
      <button type="button" className={s.cardBody} data-at={at} data-card={review.id} tabIndex={tabbable ? 0 : -1} onKeyDown={onKey} onFocus={onFocus} onClick={onOpen}>
        <Stars review={review} why={why} />
        <span className={s.cardText}>{review.text || t('text.empty')}</span>
        <span className={s.cardUnder}>
          <ShopOf id={review.shopId} />
          <span className={s.clip}>{review.productName}</span>
        </span>
        <span className={s.cardUnder}>
          <span className={s.quiet}>{review.owner || t('board.unowned')}</span>
          <Instant at={review.createdAt} />
        </span>
        {step === 'outcome' && <span className={review.proof ? s.done : s.quiet}>{review.proof ? `${t('board.won')} · ${label('recoveryProofs', review.proof)}` : t('board.notWon')}</span>}
      </button>
      <span className={s.cardActs}>
        {left && (
          <Button type="text" size="small" tabIndex={-1} icon={<LeftOutlined />} aria-label={t('board.move', { step: label('recoverySteps', left) })} title={t('board.move', { step: label('recoverySteps', left) })} onClick={() => onShift(-1)} />
        )}
        {right && (
          <Button type="text" size="small" tabIndex={-1} icon={<RightOutlined />} aria-label={t('board.move', { step: label('recoverySteps', right) })} title={t('board.move', { step: label('recoverySteps', right) })} onClick={() => onShift(1)} />
        )}
      </span>
    </article>
  );
}
