import { Button, Drawer, Skeleton } from 'antd';
import { useLabel, useTranslation } from '@/i18n';
import { Link } from 'react-router';
import type { ReviewDetail } from '@/bridge';
import { ShopOf } from '@/bridge/ShopOf';
import { Countdown, ErrorState, Instant, Money, StatusTag } from '@/design';
import { isStep, STEPS } from './board';
import type { Step } from './board';
import { useReview } from './queries';
import { ReplyPart } from './ReplyPart';
import { ReplyWindow } from './ReplyWindow';
import { Stars } from './Stars';
import { useBandWords } from './useBandWords';
import s from './reviews.module.css';

interface Props {
  id: string; // "" = closed
  onClose: () => void;
  onMove: (detail: ReviewDetail, step: Step) => void;
}

/** ReviewDrawer: the words, then everything that led to them — order, case, session, promise — and what was done since. */
export function ReviewDrawer({ id, onClose, onMove }: Props) {
  const { t } = useTranslation('reviews');
  const detail = useReview(id);
  return (
    <Drawer open={id !== ''} onClose={onClose} size={560} title={t('detail.title')} destroyOnHidden>
      {detail.error && <ErrorState error={detail.error} retry={() => void detail.refetch()} />}
      {detail.isPending && id !== '' && !detail.error && <Skeleton active />}
      {detail.data && <Body detail={detail.data} onMove={(step) => detail.data && onMove(detail.data, step)} />}
    </Drawer>
  );
}

function Body({ detail, onMove }: { detail: ReviewDetail; onMove: (step: Step) => void }) {
  const { t } = useTranslation('reviews');
  const label = useLabel();
  const why = useBandWords();
  const { review, order, session } = detail;
  const at = isStep(review.step) ? STEPS.indexOf(review.step) : -1;
  const next: Step = STEPS[at + 1] ?? 'outcome';
  const before = detail.cases.some((c) => c.appliedAt > 0 && c.appliedAt <= review.createdAt);

  return (
    <div className={s.detail}>
      <div className={s.detailHead}>
        <Stars review={review} why={why(review)} />
        <ShopOf id={review.shopId} />
        <Instant at={review.createdAt} />
      </div>
      <p className={s.words}>{review.text || t('text.empty')}</p>
      {review.followAt > 0 && (
        <p className={s.words}>
          <b>{t('text.follow')}</b> <Instant at={review.followAt} />
          <br />
          {review.followText}
        </p>
      )}
      {review.replyText && (
        <p className={s.words}>
          <b>{t('text.reply')}</b> <Instant at={review.repliedAt} />
          <br />
          {review.replyText}
        </p>
      )}
      <div className={s.line}>
        <span>{t('filter.window')}</span>
        <ReplyWindow review={review} />
      </div>
      <ReplyPart review={review} />
      <div className={s.line}>
        <Button type={at < 0 || review.step !== 'outcome' ? 'primary' : 'default'} size="small" onClick={() => onMove(at < 0 ? 'detected' : next)}>
          {at < 0 ? t('step.start') : t('board.move', { step: label('recoverySteps', next) })}
        </Button>
        {at >= 0 && (
          <span className={s.quiet}>
            {label('recoverySteps', review.step)} · {review.owner || t('board.unowned')}
          </span>
        )}
      </div>

      <h3>{t('detail.order')}</h3>
      {order ? (
        <Link className={s.block} to={`/orders/${encodeURIComponent(order.id)}`}>
          <span className={s.mono}>{order.remoteId}</span> {order.title} <span className={s.quiet}>{order.spec}</span> <Money value={order.paid} />
        </Link>
      ) : (
        <p className={s.quiet}>{t('noOrder')}</p>
      )}

      <h3>{t('detail.cases')}</h3>
      <p className={s.quiet}>{detail.cases.length === 0 ? t('detail.noCases') : t(before ? 'detail.contactedBefore' : 'detail.notContactedBefore')}</p>
      {detail.cases.map((c) => (
        <Link key={c.id} className={s.block} to={`/after-sales/${encodeURIComponent(c.id)}`}>
          {label('caseTypes', c.type)} <StatusTag kind="caseStatuses" value={c.status} raw={c.rawStatus} /> <span className={s.quiet}>{c.reasonText}</span> <Money value={c.asked} />
          {c.dueAt > 0 && <Countdown due={c.dueAt} since={c.stepSince} />}
        </Link>
      ))}

      <h3>{t('detail.session')}</h3>
      {session ? (
        <p>
          <b>{session.hostName}</b> · {session.title} · <Instant at={session.startAt} />{' '}
          <Link to={`/trends?metric=favourable_rate&by=sku&f=${encodeURIComponent(`session:${session.id}`)}`}>{t('detail.openSession')}</Link>
        </p>
      ) : (
        <p className={s.quiet}>{t('detail.noSession')}</p>
      )}

      <h3>{t('detail.promises')}</h3>
      {detail.promises.length === 0 && <p className={s.quiet}>{t('detail.noPromises')}</p>}
      {detail.promises.map((p) => (
        <p key={p.id}>
          <b>{label('promiseKinds', p.kind)}</b> {p.wording} <span className={s.quiet}><Instant at={p.saidAt} /></span>
        </p>
      ))}

      <h3>{t('detail.moves')}</h3>
      {detail.moves.length === 0 && <p className={s.quiet}>{t('detail.noMoves')}</p>}
      <ol className={s.moves}>
        {detail.moves.map((m) => (
          <li key={`${m.at}-${m.step}`}>
            <b>{label('recoverySteps', m.step)}</b> <Instant at={m.at} /> {m.owner && <span className={s.quiet}>{m.owner}</span>}
            {m.note && <div>{m.note}</div>}
          </li>
        ))}
      </ol>
      <p className={s.quiet}>
        {t('detail.rule')} {detail.ruleId || '—'} · {t('detail.source')} {review.source.api}
      </p>
    </div>
  );
}
