import type {
  AlertRule,
  RuleContext,
  RuleFile,
} from "../../stacks/observability/metrics/rules/rule";
import { ruleFile } from "../../stacks/observability/metrics/rules/rule-file";
import { rulesSchema } from "../../stacks/observability/metrics/rules/schema";
import { firing, healthy, type RuleCase, series } from "./rule-cases";

/** What the rules under test are about: a primary that watches another cluster, and has a gateway. */
const tested: Omit<RuleContext, "thresholds"> = {
  cluster: "east",
  revisions: ["default"],
  watched: ["west"],
  gateways: [{ name: "istio-eastwestgateway", namespace: "istio-system" }],
};

export const testedRules: RuleFile = ruleFile(tested, rulesSchema.parse({}), "15s");

/** All alerts of a file. */
export function alertsOf({ groups }: RuleFile): AlertRule[] {
  return groups.flatMap(({ rules }) => rules.filter((one): one is AlertRule => "alert" in one));
}

/**
 * The tests of those rules as `promtool test rules` takes them:
 * https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 * @param file with {@link testedRules}, absolute or beside that of the tests
 */
export function ruleTests(file: string) {
  return {
    rule_files: [file],
    evaluation_interval: "1m",
    tests: [
      ...firing.map((one) => testOf(one.alert, [one])),
      {
        ...testOf("all is well", []),
        input_series: healthy,
        alert_rule_test: alertsOf(testedRules).map(({ alert }) => ({
          eval_time: "30m",
          alertname: alert,
          exp_alerts: [],
        })),
      },
      federation,
    ],
  };
}

/** What was counted once is long past. */
function silentLater({ alert, silentAt }: RuleCase) {
  return silentAt === undefined ? [] : [{ eval_time: silentAt, alertname: alert, exp_alerts: [] }];
}

function testOf(name: string, cases: readonly RuleCase[]) {
  return {
    name,
    interval: "1m",
    input_series: cases.flatMap((one) => one.series),
    alert_rule_test: cases.flatMap((one) => [
      { eval_time: one.at, alertname: one.alert, exp_alerts: [expected(one)] },
      ...silentLater(one),
    ]),
  };
}

/** An alert as it fires: what the rule says, with the values of the series. */
function expected({ alert, labels = {}, value }: RuleCase) {
  const rule = alertsOf(testedRules).find((one) => one.alert === alert);
  if (rule === undefined) {
    throw new Error(`there is no alert ${alert}`);
  }
  const filled = (text: string) =>
    text
      .replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? "")
      .replace("{{ $value | humanizeDuration }}", value ?? "");
  return {
    exp_labels: { ...labels, ...rule.labels },
    exp_annotations: {
      summary: filled(rule.annotations.summary),
      description: filled(rule.annotations.description),
    },
  };
}

const asked = (pod: string, cluster = "east") =>
  `istio_requests_total{job="istio-proxies",cluster="${cluster}",namespace="shop",pod="${pod}",instance="${pod}:15020",source_workload="cart"}`;

/** Sums leave out what tells pods apart, and the other clusters. */
const federation = {
  name: "workload:istio_requests_total",
  interval: "1m",
  input_series: [
    series(asked("cart-1"), "5x30"),
    series(asked("cart-2"), "7x30"),
    series(asked("cart-3", "west"), "9x30"),
  ],
  promql_expr_test: [
    {
      expr: "workload:istio_requests_total",
      eval_time: "10m",
      exp_samples: [
        {
          labels:
            'workload:istio_requests_total{job="istio-proxies",cluster="east",namespace="shop",source_workload="cart"}',
          value: 12,
        },
      ],
    },
  ],
};
