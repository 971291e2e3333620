import { App, Button } from 'antd';
import { Link } from 'react-router';
import { api, useApi, useShops } from '@/bridge';
import type { TasteReportRow } from '@/bridge';
import { EmptyState, ErrorState, Instant, LongText, Money, ShopMark } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { copyText } from '@/lib/clipboard';
import s from './evidence.module.css';

const longest = 100; // characters that the platforms' report forms take

/** TasteReports lists returns that count as quality though the buyer wrote only about taste, with the words that say so and a text ready for the platform's form. It never submits. */
export function TasteReports() {
  const { t } = useTranslation();
  const label = useLabel();
  const shops = useShops();
  const { message } = App.useApp();
  const q = useApi('after_sales', ['tasteReports'], () => api.standard.tasteReports(), { also: ['reviews', 'settings'] });
  if (q.error) return <ErrorState error={q.error} retry={() => void q.refetch()} />;
  if (!q.data) return null;
  if (q.data.length === 0) return <EmptyState title={t('standard:taste.empty')} text={t('standard:taste.emptyText')} />;
  const copy = async (r: TasteReportRow) => {
    const text = t('standard:taste.ready', { reason: label('reasons', r.reason), words: r.matched.slice(0, 4).join('、') });
    if (await copyText([...text].slice(0, longest).join(''))) void message.success(t('standard:copied'));
  };
  return (
    <div className={s.wins}>
      <p className="ad-quiet">{t('standard:taste.intro')}</p>
      <table>
        <thead><tr><th>{t('standard:taste.case')}</th><th>{t('standard:taste.reason')}</th><th>{t('standard:taste.words')}</th><th>{t('standard:taste.matched')}</th><th /></tr></thead>
        <tbody>
          {q.data.map((r) => (
            <tr key={r.caseId}>
              <td><Link to={`/after-sales/${encodeURIComponent(r.caseId)}`}>{r.remoteId.slice(-8)}</Link><div className="ad-small ad-quiet"><ShopMark shop={shops.get(r.shopId)} /> <Instant at={r.appliedAt} /> <Money value={r.asked} /></div></td>
              <td>{label('reasons', r.reason)}</td>
              <td><LongText text={r.text.trim()} first={80} /></td>
              <td className="ad-dim" title={r.ruleId}>{r.matched.join('、')}</td>
              <td><Button size="small" onClick={() => void copy(r)}>{t('standard:taste.copy')}</Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
