import type { FakeData } from './fakeData';
import type * as t from '@/bridge/types';

type Methods = Record<string, (...args: never[]) => unknown>;

const limit = { max: 4, maxBytes: 0, mime: ['image/jpeg', 'image/png'] };

/** fakeStandard answers for the written standard: one demanded clip, one photo that turns doubtful cases. */
export function fakeStandard(d: FakeData, changed: (...topics: string[]) => void): Methods {
  const answers: t.ProofAnswer[] = [];
  let agreed: t.FreshAgreement = { orderId: '', hours: 0, points: 0, words: '', by: '', at: 0 };
  const outcomes = new Map<string, t.CaseOutcome>();
  const chosen = new Map<string, t.CaseScenario>();
  const part = (c: t.AfterSale, proof: string, kind: string, points: [string, string][]): t.ProofPart => {
    const e = d.evidence.find((x) => x.item.kind === kind && x.links.some((l) => l.orderId === c.orderId));
    const judged = points.map(([point, form]): t.PointVerdict => {
      const a = answers.filter((x) => x.caseId === c.id && x.evidenceId === e?.item.id && x.point === point).at(-1);
      const state = form === '' ? 'shown' : !a ? 'open' : a.yes ? 'said' : 'failed';
      return { point, form, state, why: state === 'failed' ? 'said_no' : '', value: a?.value ?? '', by: a?.by ?? '', at: a?.at ?? 0, params: {} };
    });
    const state = !e ? 'missing' : judged.some((v) => v.state === 'failed') ? 'weak' : judged.some((v) => v.state === 'open') ? 'open' : 'there';
    return { proof, state, kinds: [kind], evidenceId: e?.item.id ?? '', name: e?.item.name ?? '', files: e ? 1 : 0, points: judged, ruleId: `proof-${proof}` };
  };
  const demand = (level: string, p: t.ProofPart): t.ChecklistItem => ({ key: `${level}.0`, level, state: p.state, best: 0, options: [{ state: p.state, parts: [p] }] });
  const list = (caseId: string): t.Checklist => {
    const c = d.cases.find((x) => x.id === caseId);
    if (!c) throw new Error(JSON.stringify({ code: 'not_found', params: {} }));
    const items = [
      demand('must', part(c, 'packing_film', 'packing_video', [['taken_in_time', ''], ['contents_visible', 'tick'], ['uncut', 'tick']])),
      demand('strong', part(c, 'weighing_photo', 'weight_photo', [['weight_shown', 'grams']])),
    ];
    const pick = chosen.get(caseId);
    return {
      caseId, platform: 'doudian', scenario: pick?.scenario ?? 'missing_content', appeal: pick?.scenario === 'fraud_shipping', chosenBy: pick?.by ?? '', chosenAt: pick?.at ?? 0, noticeAt: pick?.noticeAt ?? 0,
      choices: ['missing_content', 'damaged'], appeals: ['fraud_shipping'], ruleId: 'doudian-dispute-missing-content', effectiveFrom: '2026-06-13', source: 'Douyin 售后争议处理总则 art. 55 · https://school.jinritemai.com', confidence: 'doc',
      dueAt: c.evidenceDue, dueFrom: c.evidenceDue ? 'platform' : '', door: 'api', proofs: limit, maxText: 0, maxTextBytes: 0, items, ready: items[0]?.state === 'there',
      missing: items.filter((i) => i.state === 'missing').length, weak: items.filter((i) => i.state === 'weak').length, open: items.filter((i) => i.state === 'open').length,
    };
  };
  return {
    Checklist: list,
    Choose: (s: t.CaseScenario): t.Checklist => {
      if (s.scenario === '') chosen.delete(s.caseId);
      else chosen.set(s.caseId, { ...s, by: d.settings.operator, at: d.now });
      changed('after_sales');
      return list(s.caseId);
    },
    Answer: (a: t.ProofAnswer): t.Checklist => {
      answers.push({ ...a, by: d.settings.operator, at: d.now });
      changed('after_sales');
      return list(a.caseId);
    },
    ReadNumbers: () => 1,
    Review: (): t.Objection[] => [],
    AdviseRefusal: (r: t.RefusalRequest): t.RefusalAdvice[] => (r.ids ?? []).map((id) => ({
      caseId: id, remoteId: id.split('.')[1] ?? id, traps: [], unproven: false, scenario: 'missing_content', ruleId: 'doudian-dispute-missing-content', since: '2026-06-13', source: 'Douyin art. 55', needed: ['packing_film'], weak: [], there: [],
      fine: { minor: 1190, currency: 'CNY' }, fineRule: 'doudian-fine-refusal', fineSince: '2026-07-31', won: 9, ended: 12,
    })),
    Outcome: (caseId: string): t.CaseOutcome => outcomes.get(caseId) ?? { caseId, result: '', origin: '', packId: '', by: '', at: 0 },
    SetOutcome: (o: t.CaseOutcome): t.CaseOutcome => {
      const kept = { caseId: o.caseId, result: o.result, origin: o.result ? 'person' : '', packId: '', by: d.settings.operator, at: d.now };
      outcomes.set(o.caseId, kept);
      changed('after_sales');
      return kept;
    },
    TasteReports: (): t.TasteReportRow[] => d.cases.slice(0, 1).map((c) => ({ caseId: c.id, remoteId: c.remoteId, shopId: c.shopId, platform: 'doudian', reason: 'quality', appliedAt: c.appliedAt, asked: c.asked, text: '颜色不喜欢，穿着显胖', matched: ['不喜欢', '显胖'], ruleId: 'any-appeal-words' })),
    JudgeFresh: (q: t.FreshQuery): t.FreshResult => ({ signedAt: d.now, until: d.now + 48 * 3600_000, inTime: true, photoLate: false, pays: q.pieces > 0 ? { minor: 1190, currency: 'CNY' } : { minor: 0, currency: '' }, ruleId: 'doudian-window-rot', ladderId: '', source: 'Douyin', since: '2026-06-01', agreement: agreed }),
    Agree: (a: t.FreshAgreement): t.FreshAgreement => {
      agreed = { ...a, by: d.settings.operator, at: d.now };
      changed('after_sales');
      return agreed;
    },
    Outcomes: (): t.OutcomeReport => ({
      rows: [
        { platform: 'doudian', scenario: 'missing_content', kind: '', won: 12, partly: 1, total: 23, wonNot: 0, partNot: 0, totalNot: 0 },
        { platform: 'doudian', scenario: 'missing_content', kind: 'weight_photo', won: 9, partly: 0, total: 12, wonNot: 3, partNot: 1, totalNot: 11 },
      ],
      cases: 23, silent: 2, silentSum: { minor: 25_800, currency: 'CNY' },
    }),
  };
}
