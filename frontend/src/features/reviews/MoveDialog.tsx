import { Form, Input, Modal, Radio } from 'antd';
import type { InputRef } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef, useState } from 'react';
import { useLabel, useTranslation } from '@/i18n';
import type { Review } from '@/bridge';
import { ErrorState } from '@/design';
import type { AppError } from '@/lib/appError';
import { asks, PROOFS, proofOk } from './board';
import type { Step } from './board';
import type { MoveRequest } from './queries';
import s from './reviews.module.css';

interface Props {
  review: Review;
  step: Step;
  operator: string;
  busy: boolean;
  error: AppError | null;
  onMove: (m: MoveRequest) => void;
  onCancel: () => void;
}

/** MoveDialog asks what a step needs: an owner once somebody works on it, and proof before "won back". */
export function MoveDialog({ review, step, operator, busy, error, onMove, onCancel }: Props) {
  const { t } = useTranslation('reviews');
  const label = useLabel();
  const need = asks(step, review);
  const ownerBox = useRef<InputRef>(null);
  const noteBox = useRef<TextAreaRef>(null);
  const [owner, setOwner] = useState(review.owner || operator);
  const [note, setNote] = useState('');
  const [proof, setProof] = useState(review.proof);
  const ready = (!need.owner || owner.trim() !== '') && (!need.proof || proofOk(proof, review));
  const submit = () => {
    if (ready && !busy) onMove({ reviewId: review.id, step, owner: owner.trim(), note: note.trim(), proof: need.proof ? proof : null });
  };

  return (
    <Modal
      open
      title={t('move.title', { step: label('recoverySteps', step) })}
      okText={t('move.ok')}
      cancelText={t('move.cancel')}
      okButtonProps={{ disabled: !ready, loading: busy }}
      onOk={submit}
      onCancel={onCancel}
      afterOpenChange={(open) => open && (need.owner ? ownerBox : noteBox).current?.focus()}
      width={480}
    >
      <p className={s.quote}>{review.text || t('text.empty')}</p>
      {error && <ErrorState error={error} />}
      <Form layout="vertical" onFinish={submit}>
        {step !== 'detected' && (
          <Form.Item label={t('move.owner')} htmlFor="move-owner" required={need.owner} help={need.owner && owner.trim() === '' ? t('move.ownerNeed') : undefined}>
            <Input id="move-owner" value={owner} maxLength={40} ref={ownerBox} onChange={(e) => setOwner(e.target.value)} onPressEnter={submit} />
          </Form.Item>
        )}
        {need.proof && (
          <Form.Item label={t('move.proof')} help={t('move.proofNeed')}>
            <Radio.Group value={proof} onChange={(e) => setProof(String(e.target.value))} className={s.proofs}>
              {PROOFS.map((p) => (
                <Radio key={p} value={p} disabled={!proofOk(p, review)}>
                  {t(`move.proofs.${p}`)}
                  {!proofOk(p, review) && p !== 'settled' && <span className={s.quiet}> {t(`move.proofMissing.${p}`)}</span>}
                </Radio>
              ))}
              <Radio value="">{t('move.proofs.none')}</Radio>
            </Radio.Group>
          </Form.Item>
        )}
        <Form.Item label={t('move.note')} htmlFor="move-note">
          <Input.TextArea ref={noteBox} id="move-note" value={note} rows={3} maxLength={2000} placeholder={t('move.notePlaceholder')} onChange={(e) => setNote(e.target.value)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
