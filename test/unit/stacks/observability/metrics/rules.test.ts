import assert from "node:assert/strict";
import type {
  RecordingRule,
  RuleContext,
  RuleFile,
} from "../../../../../stacks/observability/metrics/rules/rule";
import { ruleFile } from "../../../../../stacks/observability/metrics/rules/rule-file";
import { rulesSchema } from "../../../../../stacks/observability/metrics/rules/schema";
import { firing, healthy } from "../../../../support/rule-cases";
import { alertsOf, ruleTests, testedRules } from "../../../../support/rule-tests";

const gateway = { name: "front", namespace: "web" };
const primary = { cluster: "east", revisions: ["default"], watched: ["west"], gateways: [gateway] };

function rules(about: Partial<RuleContext> = {}, config: object = {}): RuleFile {
  return ruleFile({ ...primary, ...about }, rulesSchema.parse(config), "30s");
}

function namesOf(file: RuleFile): string[] {
  return alertsOf(file).map((one) => one.alert);
}

function exprOf(file: RuleFile, alert: string): string | undefined {
  return alertsOf(file).find((one) => one.alert === alert)?.expr;
}

describe("the rules of a cluster", () => {
  it("look at its own series only: a Prometheus may hold those of others", () => {
    for (const { rules: all } of testedRules.groups) {
      for (const { expr } of all) {
        const selectors = [...expr.matchAll(/\{[^}]*\}/g)].map(([one]) => one);
        assert.ok(selectors.length > 0, expr);
        for (const selector of selectors) {
          assert.match(selector, /job="istio(d|-proxies)",cluster="east"/);
        }
      }
    }
  });

  it("say whose they are in the label and in the text, also where no series is left", () => {
    for (const { labels, annotations } of alertsOf(testedRules)) {
      assert.equal(labels["cluster"], "east");
      assert.match(labels["severity"] ?? "", /^(critical|warning)$/);
      assert.match(annotations.summary, /\beast\b/);
      assert.match(annotations.description, /\beast\b/);
    }
  });

  it("watch each control plane by itself, so that the new one of an upgrade does not hide the old one", () => {
    const file = rules({ revisions: ["default", "1-23-4"] });
    assert.deepEqual(
      alertsOf(file)
        .filter((one) => one.alert === "IstiodDown")
        .map(({ expr, labels }) => [expr, labels]),
      ["default", "1-23-4"].map((revision) => [
        `absent(up{job="istiod",cluster="east",revision="${revision}"} == 1)`,
        { severity: "critical", cluster: "east", revision },
      ]),
    );
  });

  it("know how many clusters istiod has to watch", () => {
    assert.equal(
      exprOf(rules({ watched: ["edge", "west"] }), "IstioClusterNotWatched"),
      'min(istiod_managed_clusters{job="istiod",cluster="east",cluster_type="remote"}) < 2',
    );
    assert.deepEqual(
      namesOf(rules({ watched: [] })).filter((one) => /Cluster(Not|Timed|Out)/.test(one)),
      [],
    );
  });

  it("are those of gateways alone on a remote, which has no istiod", () => {
    const file = rules({ revisions: [], watched: [] });
    assert.deepEqual(namesOf(file), ["IstioGatewayDown", "IstioGatewayWithoutEndpoints"]);
    assert.deepEqual(
      file.groups.map((one) => one.name),
      ["istio-gateways", "istio-federation"],
    );
  });

  it("expect a proxy only where the stack has made one", () => {
    const file = rules({ gateways: [] });
    assert.deepEqual(
      namesOf(file).filter((one) => /Gateway(Down|Without)|NoProxy/.test(one)),
      [],
    );
  });

  it("find gateways by the label of their pods", () => {
    const file = rules({ gateways: [gateway, { name: "back", namespace: "web" }] });
    assert.equal(
      exprOf(file, "IstioGatewayDown"),
      'absent(up{job="istio-proxies",cluster="east",namespace="web",app="front"} == 1)',
    );
    assert.match(exprOf(file, "IstioGatewayWithoutEndpoints") ?? "", /app=~"front\|back"/);
  });

  it("see what is counted for the first time, unless it is Prometheus that asks for the first time", () => {
    const own = '{job="istiod",cluster="east"}';
    const counter = `pilot_total_xds_rejects${own}`;
    const asked = `up${own} offset 10m == 1`;
    const started = `time() - process_start_time_seconds${own} < 600`;
    assert.equal(
      exprOf(rules(), "IstioConfigRejectedByProxies"),
      `sum by (type) ((${counter} unless ${counter} offset 10m and on (pod) (${asked} or ${started})) or increase(${counter}[10m])) > 0`,
    );
  });

  it("warn from the config's thresholds on", () => {
    const file = rules({}, { certificateDays: 30, pushSeconds: 5 });
    assert.match(exprOf(file, "IstioRootCertificateExpires") ?? "", / - time\(\) < 2592000$/);
    assert.match(exprOf(file, "IstioSigningCertificateExpires") ?? "", / - time\(\) < 2592000$/);
    assert.match(exprOf(file, "IstioPushesSlow") ?? "", / > 5$/);
  });

  it("are evaluated as often as targets are asked", () => {
    assert.deepEqual([...new Set(rules().groups.map((one) => one.interval))], ["30s"]);
  });

  it("are alerts, recording rules, or both", () => {
    assert.deepEqual(
      rules({}, { alerts: false }).groups.map((one) => one.name),
      ["istio-federation"],
    );
    const alerts = rules({}, { recording: false });
    assert.ok(alerts.groups.flatMap((one) => one.rules).every((one) => "alert" in one));
    assert.deepEqual(rules({}, { alerts: false, recording: false }), { groups: [] });
  });

  it("sum up each of Istio's metrics over pods, and leave out nothing else", () => {
    const [group] = rules({}, { alerts: false }).groups;
    const recorded = (group?.rules ?? []) as RecordingRule[];
    assert.deepEqual(recorded[0], {
      record: "workload:istio_requests_total",
      expr: 'sum without (instance, pod) (istio_requests_total{job="istio-proxies",cluster="east"})',
    });
    assert.equal(recorded.length, 14);
    assert.ok(recorded.some((one) => one.record.endsWith("milliseconds_bucket")));
  });
});

describe("the tests of rules for promtool", () => {
  const { tests } = ruleTests("rules.yml");
  const metricOf = (name: string) => name.replace(/\{.*/, "");

  it("have each alert fire, and be silent where all is well", () => {
    const alerts = [...new Set(namesOf(testedRules))].sort();
    assert.deepEqual([...new Set(firing.map((one) => one.alert))].sort(), alerts);
    const well = tests.find((one) => one.name === "all is well");
    assert.ok(well && "alert_rule_test" in well);
    assert.deepEqual(well.alert_rule_test.map((one) => one.alertname).sort(), alerts);
    assert.ok(well.alert_rule_test.every((one) => one.exp_alerts.length === 0));
  });

  it("are silent with the metrics with which they fire, not for want of them", () => {
    const known = healthy.map((one) => metricOf(one.series));
    const used = firing.flatMap((one) => one.series.map(({ series }) => metricOf(series)));
    const unchecked = used.filter((one) => !known.includes(one));
    assert.deepEqual(unchecked, ["istio_tcp_connections_closed_total"]);
  });

  it("leave no template in what they expect", () => {
    assert.doesNotMatch(JSON.stringify(tests), /\{\{/);
  });
});
