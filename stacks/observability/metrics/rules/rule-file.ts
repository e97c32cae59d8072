import { certificateAlerts } from "./certificates";
import { clusterAlerts } from "./clusters";
import { controlPlaneAlerts } from "./control-plane";
import { gatewayAlerts } from "./gateways";
import { recordingRules } from "./recording";
import type { RuleContext, RuleFile, RuleGroup } from "./rule";
import type { RulesConfig } from "./schema";

/** All that is computed and watched on a cluster. @param interval at which targets are asked, and rules evaluated */
export function ruleFile(
  context: Omit<RuleContext, "thresholds">,
  rules: RulesConfig,
  interval: string,
): RuleFile {
  const whole = { ...context, thresholds: rules };
  const alerts = [
    ["istio-control-plane", controlPlaneAlerts(whole)],
    ["istio-clusters", clusterAlerts(whole)],
    ["istio-certificates", certificateAlerts(whole)],
    ["istio-gateways", gatewayAlerts(whole)],
  ] as const;
  const groups = [
    ...(rules.alerts ? alerts : []),
    ...(rules.recording ? [["istio-federation", recordingRules(context.cluster)] as const] : []),
  ];
  return {
    groups: groups
      .map(([name, all]): RuleGroup => ({ name, interval, rules: all }))
      .filter((one) => one.rules.length > 0),
  };
}
