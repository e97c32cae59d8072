import { defaultResources } from "../../../stacks/tuning/chart-defaults";
import { ofOperator } from "../../seen/control-plane";
import { isGateway, podsOf } from "../../seen/pods";
import { type KubernetesObject, labelOf } from "../../seen/resource";
import { ofObjects, type ResourceRule } from "../../rule";
import { at, textsAt } from "../../values";

const defaultAmounts = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];

export const resourceBounds: ResourceRule = {
  name: "requests-and-limits",
  description: "Istiod and gateways say what CPU and memory they need, and the most they may take",
  why: "Without requests they are the first to go when a node is full; without limits one that goes wild takes its neighbours with it. Istiod also sizes its own heap and threads by its limits.",
  remediation:
    "set tuning.istiod.resources, or resources of eastWestGateway or of the gateway in gateways",
  severity: "medium",
  level: "mandatory",
  source: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
  settings: {
    amounts: {
      type: "array",
      items: { type: "string" },
      default: defaultAmounts,
      description: "What has to be said of each container, by its place in `resources`.",
    },
  },
  check: ofObjects((object, settings) => {
    const amounts =
      settings["amounts"] === undefined ? defaultAmounts : textsAt(settings, "amounts");
    return boundContainers(object).flatMap(({ place, resources }) =>
      amounts
        .filter((amount) => !resources.some((one) => at(one, ...amount.split("."))))
        .map((amount) => `${place}.${amount} is not set, expected a quantity`),
    );
  }),
};

/** Containers of istiod and gateways, each with what says its resources. */
function boundContainers(object: KubernetesObject) {
  const plane = ofOperator(object);
  if (plane !== undefined) {
    return [{ place: "istiod's resources", resources: [plane.resources, defaultResources.istiod] }];
  }
  const pods = podsOf(object);
  return pods !== undefined && (labelOf(object, "app") === "istiod" || isGateway(pods))
    ? pods.containers.map(({ place, fields }) => ({
        place: `${place}.resources`,
        resources: [at(fields, "resources")],
      }))
    : [];
}
