import { Checkbox } from 'antd';
import { thumbURL } from '../runtime';
import type { ActAbility, EvidenceRow } from '../types';
import { fitsProof } from './offer';
import { useLabel, useTranslation, wordOf } from '@/i18n';
import { bytesText } from '@/lib/bytes';

/** ProofChoice picks the files that go with an act, within what the platform takes; a file that does not fit says why. */
export function ProofChoice({ rows, limit, value, onChange }: { rows: EvidenceRow[]; limit: ActAbility['proofs']; value: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const mime = limit.mime ?? [];
  const kinds = mime.map((m) => m.split('/')[1]?.toUpperCase() ?? m).join(' / ');
  const rule = [t('acts:proofMax', { n: limit.max }), limit.maxBytes > 0 ? t('acts:proofSize', { size: bytesText(limit.maxBytes) }) : '', kinds].filter(Boolean).join(' · ');
  return (
    <fieldset className="act-proofs">
      <legend>{t('acts:proofs')} <span className="ad-num ad-quiet">{t('acts:proofCount', { n: value.length, max: limit.max })}</span></legend>
      <p className="ad-small ad-quiet">{rule}</p>
      {rows.length === 0 && <p className="ad-dim">{t('acts:proofNone')}</p>}
      <ul>
        {rows.map(({ item }) => {
          const on = value.includes(item.id);
          const why = fitsProof(limit, item);
          const full = !on && value.length >= limit.max;
          const name = `${label('evidenceKinds', item.kind)} ${item.name}`;
          return (
            <li key={item.id}>
              <Checkbox checked={on} disabled={why !== '' || full} aria-label={name} onChange={(e) => onChange(e.target.checked ? [...value, item.id] : value.filter((x) => x !== item.id))}>
                <span className="ad-row">
                  {item.mediaType.startsWith('image/') && <img className="act-thumb" src={thumbURL(item.id)} alt="" loading="lazy" />}
                  <span className="ad-clip" title={item.name}>{name}</span>
                  <span className="ad-small ad-quiet ad-num">{bytesText(item.size)}</span>
                </span>
              </Checkbox>
              {why !== '' && <span className="ad-small ad-dim">{wordOf(`common:error.reasons.${why}`, why)}</span>}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
