/** starsText draws a rating for the eye; the words beside it are for everyone. */
export function starsText(rating: number): string {
  const n = Math.max(0, Math.min(5, Math.round(rating)))
  return '★'.repeat(n) + '☆'.repeat(5 - n)
}
