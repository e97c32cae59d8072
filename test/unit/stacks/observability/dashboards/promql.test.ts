import assert from "node:assert/strict";
import {
  ofIstiodProcess,
  ofIstiods,
  ofIstiodsBy,
  quantile,
  rate,
  share,
  sum,
} from "../../../../../stacks/observability/dashboards/promql";

describe("PromQL of dashboards", () => {
  const istiod = 'istiod_uptime_seconds{cluster=~"$cluster"}';

  it("sums to one figure, or to one for each value of labels", () => {
    assert.equal(sum("x"), "sum(x)");
    assert.equal(sum("x", ["a", "b"]), "sum by (a, b) (x)");
  });

  it("takes percentiles of what is left when pods are no longer told apart", () => {
    assert.equal(
      quantile(0.99, "m", 'a="b"', ["c"]),
      'histogram_quantile(0.99, sum by (le, c) (rate(m_bucket{a="b"}[$__rate_interval])))',
    );
  });

  it("has a share of zero, not none, where nothing of the kind ever happened", () => {
    assert.equal(rate("m", "f"), "rate(m{f}[$__rate_interval])");
    assert.equal(
      share("m", "f", "p", ["c"]),
      "(sum by (c) (rate(m{f, p}[$__rate_interval])) or on (c) 0 * sum by (c) (rate(m{f}[$__rate_interval]))) / sum by (c) (rate(m{f}[$__rate_interval]))",
    );
  });

  it("shows zero where there is an istiod and no figure: counters begin with their first increment", () => {
    assert.equal(
      ofIstiods("x", "cluster"),
      `sum by (cluster) (x) or on (cluster) 0 * max by (cluster) (${istiod})`,
    );
    assert.equal(ofIstiods("x", undefined), `sum(x) or on () 0 * max(${istiod})`);
    assert.equal(ofIstiodsBy("x", "type"), `sum by (type) (x) or on () 0 * max(${istiod})`);
  });

  it("knows istiod's process by what istiod alone has, however it is scraped", () => {
    assert.equal(ofIstiodProcess("x"), `x and on (cluster, instance) ${istiod}`);
  });
});
