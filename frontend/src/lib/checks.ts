/** parcelChecks are the checks whose findings stand on the Logistics screen. */
export const parcelChecks = ['no_pickup', 'stalled', 'signed_refund'];

/** countParcelProblems adds up the open findings of parcelChecks. */
export function countParcelProblems(byCheck: Record<string, number>): number {
  return parcelChecks.reduce((n, id) => n + (byCheck[id] ?? 0), 0);
}
