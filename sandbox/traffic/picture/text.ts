import type { Size } from "./geometry";

/** Heights of letters. */
export const fonts = { text: 12, name: 15 } as const;
export const lineHeight = 15;

const longestName = 24;

/** Room that a text takes; no font is wider, whichever the viewer has. */
export function textWidth(text: string, font: number): number {
  return text.length * font * 0.62;
}

/** Room for a label's lines and its border. */
export function labelSize(lines: readonly string[]): Size {
  const widest = Math.max(...lines.map((line) => textWidth(line, fonts.text)));
  return { width: widest + 12, height: lines.length * lineHeight + 6 };
}

/** Room for the longest of the names, each in a box. */
export function boxSize(names: readonly string[]): Size {
  const widest = Math.max(0, ...names.map((name) => textWidth(shortened(name), fonts.name)));
  return { width: Math.max(110, widest + 32), height: 52 };
}

/** As long as a picture has room for; what is cut is in a tooltip. */
export function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}
