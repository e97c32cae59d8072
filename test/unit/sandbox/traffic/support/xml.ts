/** An XML element; texts stand between elements. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Element | string)[];
}

const token =
  /<(?<close>\/)?(?<name>[a-z]\w*)(?<data>(?: [\w:-]+="[^"<]*")*)(?<empty>\/)?>|(?<text>[^<]+)/gy;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** As much of XML as an SVG of this project needs. @throws Error where it is not well-formed */
export function parseXml(source: string): Element {
  const root: Element = { name: "", attributes: {}, children: [] };
  const open = [root];
  let end = 0;
  for (const { 0: whole, groups, index } of source.matchAll(token)) {
    end = index + whole.length;
    const { close, name, data, empty, text } = groups ?? {};
    const parent = open.at(-1) ?? root;
    if (text !== undefined) {
      parent.children.push(decoded(text));
    } else if (close !== undefined) {
      demand(parent.name === name, `</${name ?? ""}> ends <${parent.name}>`);
      open.pop();
    } else {
      const element = { name: name ?? "", attributes: attributesOf(data ?? ""), children: [] };
      parent.children.push(element);
      if (empty === undefined) {
        open.push(element);
      }
    }
  }
  demand(end === source.length, `no XML: ${source.slice(end, end + 80)}`);
  demand(open.length === 1, `<${open.at(-1)?.name ?? ""}> has no end`);
  const elements = root.children.filter((one) => typeof one !== "string" || one.trim() !== "");
  const [only] = elements;
  if (elements.length !== 1 || only === undefined || typeof only === "string") {
    throw new Error("expected one element");
  }
  return only;
}

/** All elements of a name, at any depth. */
export function elementsOf(within: Element, name: string): Element[] {
  return within.children.flatMap((one) =>
    typeof one === "string" ? [] : [...(one.name === name ? [one] : []), ...elementsOf(one, name)],
  );
}

/** All texts, without those of tooltips unless it is one. */
export function textOf(element: Element): string {
  return element.children
    .map((one) => (typeof one === "string" ? one : one.name === "title" ? "" : textOf(one)))
    .join("");
}

function attributesOf(data: string): Record<string, string> {
  const pairs = [...data.matchAll(/ ([\w:-]+)="([^"]*)"/g)];
  const attributes = Object.fromEntries(
    pairs.map(([, name = "", value = ""]) => [name, decoded(value)]),
  );
  demand(Object.keys(attributes).length === pairs.length, `an attribute twice:${data}`);
  demand(!/NaN|Infinity|undefined/.test(data), `no value:${data}`);
  return attributes;
}

function decoded(text: string): string {
  return text.replace(/&(?:(\w+);)?/g, (whole, name: string | undefined) => {
    const character = entities[name ?? ""];
    if (character === undefined) {
      throw new Error(`no entity: ${whole}`);
    }
    return character;
  });
}

function demand(condition: boolean, problem: string): void {
  if (!condition) {
    throw new Error(problem);
  }
}
