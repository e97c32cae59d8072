import { mergeObjects, nested } from "../../../stacks/tuning/json";
import { ofOperator } from "../../seen/control-plane";
import { containerLists, podsOf } from "../../seen/pods";
import { asObject, type KubernetesObject } from "../../seen/resource";
import { ofObjects, type ResourceRule } from "../../rule";
import { at, fieldsAt, listAt, shown, textAt } from "../../values";

const profile = ["securityContext", "seccompProfile", "type"];
const profiles = ["RuntimeDefault", "Localhost"];
/** Where an IstioOperator may say that of istiod, the nearest first. */
const operatorProfile = ["spec", "values", "pilot", "seccompProfile", "type"];
const operatorPodProfile = ["spec", "components", "pilot", "k8s", ...profile];

export const seccompProfile: ResourceRule = {
  name: "seccomp-profile",
  description: "Every container has the container runtime's seccomp profile, or one of its own",
  why: "Unconfined, a container may make every system call, and most ways out of a container begin with one that it has no need of.",
  remediation:
    "set seccompProfile.type to RuntimeDefault in the pod's securityContext; of istiod values.pilot.seccompProfile in an overlay of tuning.overlays",
  severity: "medium",
  level: "mandatory",
  source: "https://kubernetes.io/docs/tutorials/security/seccomp/",
  check: ofObjects((object) => {
    const { props } = object;
    if (ofOperator(object) !== undefined) {
      const said = at(props, ...operatorProfile) ?? at(props, ...operatorPodProfile);
      return unconfined(operatorProfile.join("."), said);
    }
    const pods = podsOf(object);
    return (pods?.containers ?? []).flatMap(({ place, fields }) => {
      const said = at(fields, ...profile) ?? at(pods?.spec, ...profile);
      return unconfined([place, ...profile].join("."), said);
    });
  }),
  remediate: (resource, settings) => {
    const object = asObject(resource);
    return object === undefined || seccompProfile.check(object, settings).length === 0
      ? undefined
      : confined(object);
  },
};

function unconfined(place: string, said: unknown): string[] {
  return profiles.includes(String(said))
    ? []
    : [`${place} is ${shown(said)}, expected ${profiles.join(" or ")}`];
}

/** The same with the runtime's profile wherever there is none. */
function confined(object: KubernetesObject): Record<string, unknown> {
  const { props } = object;
  const path = podsOf(object)?.path;
  if (path === undefined) {
    return mergeObjects(props, nested(operatorProfile, "RuntimeDefault"));
  }
  const spec = [...path, "spec"];
  const said = textAt(props, ...spec, ...profile) ?? "";
  const pod = profiles.includes(said) ? said : "RuntimeDefault";
  const own = (container: unknown) => {
    const type = textAt(container, ...profile);
    return type === undefined || profiles.includes(type)
      ? container
      : mergeObjects(fieldsAt(container), nested(profile, "RuntimeDefault"));
  };
  const lists = containerLists.filter((list) => at(props, ...spec, list) !== undefined);
  return lists.reduce(
    (fixed, list) =>
      mergeObjects(fixed, nested([...spec, list], listAt(props, ...spec, list).map(own))),
    mergeObjects(props, nested([...spec, ...profile], pod)),
  );
}
