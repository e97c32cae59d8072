import assert from "node:assert/strict";
import { drawTraffic } from "../../../../sandbox/traffic/picture";
import { overlap, type Rect } from "../../../../sandbox/traffic/picture/geometry";
import { meshOf, rowOf } from "./support/rows";
import { type Element, elementsOf, parseXml, textOf } from "./support/xml";

const names = ["west", "east", "edge", "iot", "north", "south", "lab", "dr"];

/** So many clusters, in turn in so many networks. */
function networksOf(clusters: number, networks: number): Record<string, string> {
  return Object.fromEntries(
    names.slice(0, clusters).map((name, index) => [name, `network${index % networks}`]),
  );
}

function draw(...given: Parameters<typeof drawTraffic>): Element {
  return parseXml(drawTraffic(...given));
}

function groups(svg: Element, name: string): Element[] {
  return elementsOf(svg, "g").filter((one) => one.attributes["class"] === name);
}

function titleOf(group: Element): string {
  return elementsOf(group, "title").map(textOf).join();
}

/** Where the first rectangle of a group is. */
function rectOf(group: Element): Rect {
  const { x, y, width, height } = elementsOf(group, "rect")[0]?.attributes ?? {};
  return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
}

describe("the picture of traffic", () => {
  for (const [clusters, networks] of [
    [1, 1],
    [2, 1],
    [2, 2],
    [3, 1],
    [3, 2],
    [3, 3],
    [4, 1],
    [4, 2],
    [4, 3],
    [8, 1],
    [8, 3],
    [8, 8],
  ] as const) {
    describe(`of ${clusters} clusters in ${networks} networks`, () => {
      const of = networksOf(clusters, networks);
      const svg = draw(meshOf(Object.keys(of)), of);
      const boxes = groups(svg, "cluster").map(rectOf);
      const labels = groups(svg, "label").map(rectOf);
      const panels = groups(svg, "network").map(rectOf);

      it("has each cluster, and an arrow with a label for each ordered pair", () => {
        assert.deepEqual(
          groups(svg, "cluster").map(titleOf).toSorted(),
          Object.keys(of).toSorted(),
        );
        const pairs = Object.keys(of).flatMap((from) =>
          Object.keys(of).map((to) => `${from} to ${to}\nhttp 10/10\ntcp 10/10\ngrpc 10/10`),
        );
        assert.deepEqual(groups(svg, "arrived").map(titleOf).toSorted(), pairs.toSorted());
        assert.deepEqual(
          groups(svg, "label").map(textOf),
          pairs.map(() => "30/301.3 ms"),
        );
      });

      it("has no label over a box or another label", () => {
        labels.forEach((label, index) => {
          for (const other of [...boxes, ...labels.slice(index + 1)]) {
            assert.equal(overlap(label, other), 0);
          }
        });
      });

      it("has each box in the panel of its network, and panels that do not meet", () => {
        assert.equal(panels.length, networks);
        for (const [index, panel] of panels.entries()) {
          const inside = groups(svg, "cluster").filter((one) => overlap(panel, rectOf(one)) > 0);
          assert.equal(new Set(inside.map((one) => of[titleOf(one)])).size, 1);
          assert.ok(inside.every((one) => overlap(panel, rectOf(one)) === area(rectOf(one))));
          assert.ok(panels.slice(index + 1).every((other) => overlap(panel, other) === 0));
        }
      });

      it("shows all of it", () => {
        const [x = 0, y = 0, width = 0, height = 0] = (svg.attributes["viewBox"] ?? "")
          .split(" ")
          .map(Number);
        for (const rect of [...panels, ...boxes, ...labels]) {
          assert.ok(Math.abs(overlap({ x, y, width, height }, rect) - area(rect)) < 0.01);
        }
      });
    });
  }

  const networks = networksOf(2, 2);

  it("is red where any request failed, and says which", () => {
    const rows = [
      rowOf(),
      rowOf({ protocol: "tcp", arrived: 9, failed: 1, errors: { ECONNRESET: 1 } }),
      rowOf({ from: "east", to: "west" }),
    ];
    const svg = draw(rows, networks);
    const [failed, ...others] = groups(svg, "failed");
    assert.ok(failed);
    assert.deepEqual(
      [others, groups(svg, "arrived").map(titleOf)],
      [[], ["east to west\nhttp 10/10"]],
    );
    assert.equal(titleOf(failed), "west to east\nhttp 10/10\ntcp 9/10: ECONNRESET (1 of 10)");
    const colours = (group: Element) =>
      elementsOf(group, "path").map((one) => one.attributes["stroke"]);
    assert.deepEqual(colours(failed), ["#cf222e"]);
    assert.deepEqual(groups(svg, "arrived").flatMap(colours), ["#1a7f37"]);
    assert.deepEqual(groups(svg, "label").map(textOf), ["19/201.3 ms", "10/101.3 ms"]);
  });

  it("is red where another cluster answered", () => {
    const svg = draw([rowOf({ servedBy: { west: 10 } })], networks);
    assert.equal(groups(svg, "failed").length, 1);
  });

  it("has no median where HTTP was not sent", () => {
    const svg = draw([rowOf({ protocol: "grpc" })], networks);
    assert.deepEqual(groups(svg, "label").map(textOf), ["10/10"]);
  });

  it("has clusters without traffic, and no rows from or to what is no cluster", () => {
    const svg = draw([rowOf({ to: "echo" }), rowOf({ from: "toString" })], networks);
    assert.equal(groups(svg, "cluster").length, 2);
    assert.equal(groups(svg, "label").length, 0);
  });

  it("says what its colours and numbers mean", () => {
    const [legend] = groups(draw(meshOf(["west"]), networks), "legend");
    assert.ok(legend);
    assert.equal(
      textOf(legend),
      "all arrivedwith failuresarrived/sent over all protocols, median of HTTP",
    );
  });

  it("escapes names and errors, and cuts long names but in what a pointer is told", () => {
    const odd = `<b>&"a-cluster-with-a-very-long-name"`;
    const error = "HTTP 503: <html>&nbsp;";
    const row = rowOf({ to: odd, failed: 10, arrived: 0, errors: { [error]: 10 } });
    const svg = draw([row], { west: "<one>", [odd]: "two & three" });
    assert.deepEqual(groups(svg, "cluster").map(titleOf), ["west", odd]);
    assert.deepEqual(
      groups(svg, "cluster").map((one) => elementsOf(one, "text").map(textOf).join()),
      ["west", `${odd.slice(0, 23)}…`],
    );
    assert.deepEqual(groups(svg, "network").map(textOf), ["network <one>", "network two & three"]);
    assert.deepEqual(groups(svg, "failed").map(titleOf), [
      `west to ${odd}\nhttp 0/10: ${error} (10 of 10)`,
    ]);
  });

  it("is the same whenever it is drawn of the same", () => {
    const of = networksOf(8, 3);
    assert.equal(drawTraffic(meshOf(names), of), drawTraffic(meshOf(names), of));
  });
});

function area({ width, height }: Rect): number {
  return width * height;
}
