const dayMs = 86_400_000;

/** Whole days until a time; negative after it. */
export function daysUntil(expires: Date, now: Date): number {
  return Math.floor((expires.getTime() - now.getTime()) / dayMs);
}

/**
 * What to say of a certificate that runs out soon; undefined if it does not.
 * @param title such as `the root "root"`
 * @param limit least number of days that it should have left
 * @param advice who has to do what
 */
export function expiryWarning(
  title: string,
  expires: Date,
  now: Date,
  limit: number,
  advice: string,
): string | undefined {
  const days = daysUntil(expires, now);
  const time = expires.toISOString();
  if (expires <= now) {
    return `${title} has expired at ${time}; ${advice}`;
  }
  const left = days === 1 ? "1 day" : `${days} days`;
  return days < limit ? `${title} expires in ${left}, at ${time}; ${advice}` : undefined;
}
