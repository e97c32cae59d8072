import { ofOperator } from "../../seen/control-plane";
import { podsOf } from "../../seen/pods";
import type { KubernetesObject } from "../../seen/resource";
import { ofObjects, type ResourceRule } from "../../rule";
import { at, fieldsAt, listAt, shown, textAt } from "../../values";

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted, but for the file system. */
const hardening = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
} as const;

export const hardenedContainers: ResourceRule = {
  name: "hardened-containers",
  description:
    "No container runs as root, gains privileges, or writes to the file system of its image",
  why: "Who gets into a container of the mesh's own is a step away from its keys: what he finds there should be of no use.",
  remediation:
    "set it in the container's securityContext; of what the stack makes take it out of the overlay in tuning.overlays, or name the object in `allow`",
  severity: "high",
  level: "mandatory",
  source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  check: ofObjects((object) => [
    ...weakContainers(object),
    ...(ofOperator(object) === undefined ? [] : weakPatches(at(object.props, "spec"))),
  ]),
};

function weakContainers(object: KubernetesObject): string[] {
  const pods = podsOf(object);
  return (pods?.containers ?? []).flatMap(({ place, fields, isInjected }) =>
    Object.entries(hardening).flatMap(([field, expected]) => {
      const own = at(fields, "securityContext", field);
      const said =
        own ?? (field === "runAsNonRoot" ? at(pods?.spec, "securityContext", field) : undefined);
      // What an injected container leaves out, the injector's template says.
      return said === expected || (said === undefined && isInjected)
        ? []
        : [wrong(`${place}.securityContext.${field}`, said, expected)];
    }),
  );
}

/** What an IstioOperator has changed of what Istio's charts say, which is right. */
function weakPatches(spec: unknown): string[] {
  return Object.entries(fieldsAt(spec, "components")).flatMap(([name, component]) =>
    listAt(component, "k8s", "overlays")
      .flatMap((overlay) => listAt(overlay, "patches"))
      .flatMap((patch) => {
        const path = textAt(patch, "path") ?? "";
        const [, last = ""] = /\.securityContext\.(\w+)$/.exec(path) ?? [];
        const expected = Object.entries(hardening).find(([field]) => field === last)?.[1];
        const said = at(patch, "value");
        return expected === undefined || said === expected
          ? []
          : [wrong(`spec.components.${name}.k8s.overlays: ${path}`, said, expected)];
      }),
  );
}

function wrong(place: string, said: unknown, expected: boolean): string {
  return `${place} is ${shown(said)}, expected ${String(expected)}`;
}
