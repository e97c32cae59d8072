/** The name that was most likely meant: other letters' case, a dash or two slips at most; undefined if there is none. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, slips: slips(plain(given), plain(name)) }))
    .sort((a, b) => a.slips - b.slips);
  return best !== undefined && best.slips <= Math.min(2, given.length / 3) ? best.name : undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "");
}

/** How many letters have to be changed, added or taken out to make one word the other (Levenshtein's distance). */
function slips(from: string, to: string): number {
  const first = Array.from({ length: to.length + 1 }, (_, at) => at);
  const last = Array.from(from).reduce((above, letter, row) => {
    const line = [row + 1];
    for (let at = 0; at < to.length; at++) {
      const changed = (above[at] ?? 0) + (letter === to[at] ? 0 : 1);
      line.push(Math.min(changed, (above[at + 1] ?? 0) + 1, (line[at] ?? 0) + 1));
    }
    return line;
  }, first);
  return last[to.length] ?? 0;
}
