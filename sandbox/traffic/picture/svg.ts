import { centreOf, type Point, type Rect, type Size } from "./geometry";
import type { Pair } from "./pairs";
import type { Panel } from "./panel";
import { fonts, labelSize, lineHeight, shortened } from "./text";

const good = "#1a7f37";
const bad = "#cf222e";
const ink = "#1f2328";
const faint = "#59636e";
/** Fill and border of the networks' panels, none of it green or red. */
const tints = [
  ["#eef4ff", "#b6ccf5"],
  ["#fdf5e6", "#ecd6a8"],
  ["#f5efff", "#d5c2f3"],
  ["#e9f7f9", "#aed9e0"],
  ["#fdf0f6", "#eec5da"],
  ["#f3f4f6", "#cfd4da"],
] as const;

const headLength = 10;
const headHalfWidth = 4.5;

/** Opens an SVG that shows `view` of the plane. */
export function head(view: Rect): string[] {
  const { x, y, width, height } = view;
  const box = [x, y, width, height].map(round).join(" ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${round(width)}" height="${round(height)}" font-family="Helvetica, Arial, sans-serif" font-size="${fonts.text}">`,
    "<title>traffic between clusters</title>",
    `<rect ${rectData(view)} fill="#ffffff"/>`,
  ];
}

export function drawPanel({ title, titleRoom, bounds }: Panel, index: number): string {
  const [fill, border] = tints[index % tints.length] ?? tints[0];
  const at = { x: centreOf(titleRoom).x, y: centreOf(titleRoom).y + 4 };
  return [
    `<g class="network"><rect ${rectData(bounds)} rx="14" fill="${fill}" stroke="${border}"/>`,
    text(at, title, { "font-weight": "bold", fill: faint }),
    "</g>",
  ].join("");
}

export function drawBox(name: string, rect: Rect): string {
  const at = centreOf(rect);
  return [
    `<g class="cluster"><title>${escaped(name)}</title>`,
    `<rect ${rectData(rect)} rx="8" fill="#ffffff" stroke="${ink}" stroke-width="1.5"/>`,
    text({ x: at.x, y: at.y + fonts.name * 0.36 }, shortened(name), {
      "font-size": fonts.name,
      "font-weight": "bold",
      fill: ink,
    }),
    "</g>",
  ].join("");
}

/** @param points of a Bézier curve, quadratic or cubic */
export function drawArrow({ from, to, failed, details }: Pair, points: readonly Point[]): string {
  const title = [`${from} to ${to}`, ...details].map(escaped).join("\n");
  return `<g class="${failed ? "failed" : "arrived"}"><title>${title}</title>${arrow(points, failed)}</g>`;
}

/** The head is drawn, not a marker: viewers differ in how they turn those. */
function arrow(points: readonly Point[], failed: boolean): string {
  const colour = failed ? bad : good;
  const [before, tip] = points.slice(-2);
  if (before === undefined || tip === undefined) {
    return "";
  }
  const length = Math.hypot(tip.x - before.x, tip.y - before.y);
  const [dx, dy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const at = (back: number, aside: number) => ({
    x: tip.x - dx * back - dy * aside,
    y: tip.y - dy * back + dx * aside,
  });
  const corners = [tip, at(headLength, headHalfWidth), at(headLength, -headHalfWidth)];
  // The line ends within the head, or its end would show beside the tip.
  const [start = "", ...rest] = pointList([...points.slice(0, -1), at(headLength / 2, 0)]);
  const curve = { 1: "L", 2: "Q", 3: "C" }[rest.length] ?? "L";
  return [
    `<path d="M ${start} ${curve} ${rest.join(", ")}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    `<polygon points="${pointList(corners).join(" ")}" fill="${colour}"/>`,
  ].join("");
}

export function drawLabel({ failed, label }: Pair, room: Rect): string {
  const { x, y } = centreOf(room);
  const size = labelSize(label);
  const colour = failed ? bad : good;
  const rect = { x: x - size.width / 2, y: y - size.height / 2, ...size };
  const lines = label.map((line, index) =>
    text({ x, y: rect.y + 14.5 + index * lineHeight }, line, {
      ...(index === 0 ? { "font-weight": "bold", fill: colour } : { fill: faint }),
    }),
  );
  return `<g class="label"><rect ${rectData(rect)} rx="6" fill="#ffffff" stroke="${colour}" stroke-opacity="0.45"/>${lines.join("")}</g>`;
}

/** What the colours and numbers mean, from a point to the right. */
export function drawLegend({ x, y }: Point): string {
  const line = (from: number) => [x + from, x + from + 30].map((end) => ({ x: end, y }));
  const words = (from: number, content: string, fill: string) =>
    text({ x: x + from, y: y + 4 }, content, { "text-anchor": "start", fill });
  return [
    `<g class="legend">${arrow(line(0), false)}${words(38, "all arrived", ink)}`,
    `${arrow(line(120), true)}${words(158, "with failures", ink)}`,
    `${words(262, "arrived/sent over all protocols, median of HTTP", faint)}</g>`,
  ].join("");
}

export const legendSize: Size = { width: 580, height: 20 };

type Attributes = Readonly<Record<string, string | number>>;

function text(at: Point, content: string, attributes: Attributes): string {
  const given = Object.entries({ "text-anchor": "middle", ...attributes });
  const data = given.map(([name, value]) => `${name}="${value}"`).join(" ");
  return `<text ${pointData(at)} ${data}>${escaped(content)}</text>`;
}

function pointList(points: readonly Point[]): string[] {
  return points.map(({ x, y }) => `${round(x)} ${round(y)}`);
}

function pointData({ x, y }: Point): string {
  return `x="${round(x)}" y="${round(y)}"`;
}

function rectData({ x, y, width, height }: Rect): string {
  return `${pointData({ x, y })} width="${round(width)}" height="${round(height)}"`;
}

/** A length as text, to a tenth of a pixel. */
function round(length: number): string {
  return String(Math.round(length * 10) / 10);
}

function escaped(content: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return content.replace(/[&<>"]/g, (one) => entities[one] ?? one);
}
