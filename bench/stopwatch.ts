/** Seconds that something takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Prints a row of the report: what, how long, and beside what it stands. */
export function row(what: string, value: number, compared = ""): void {
  process.stdout.write(`${what.padEnd(46)} ${value.toFixed(1).padStart(6)} s  ${compared}\n`);
}

export function ratio(value: number, base: number, name: string): string {
  return `${(value / base).toFixed(2)} x ${name}`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
