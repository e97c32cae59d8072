import type { ConfigProblem } from "../config-error";
import { istioNamespace } from "../istio-names";
import { madeForAnnotation, madeForSecurity } from "../namespaces/annotations";
import { selectorLabels } from "../observability/telemetry/sections";
import type { JsonObject } from "../tuning/json";
import type { SecurityObject } from "./plan";

/** An object of the API security.istio.io, as far as it matters here. */
export interface LiveObject {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: JsonObject;
}

/** Which key of the config asks for an object. */
const keys = { PeerAuthentication: "mtls", AuthorizationPolicy: "defaultDeny" } as const;

/**
 * Why a cluster would not become as strict as the config says.
 * @param live all objects of that kind in Istio's root namespace
 * @param path of the key `security`
 */
export function securityProblems(
  wanted: SecurityObject,
  live: readonly LiveObject[],
  cluster: string,
  path: string,
): ConfigProblem[] {
  const messages = live.flatMap((one) =>
    one.metadata.name === wanted.name
      ? takenMessages(wanted, one, cluster)
      : rivalMessages(wanted, one, cluster),
  );
  return messages.map((message) => ({ path: `${path}.${keys[wanted.kind]}`, message }));
}

/** One that is there already would be taken over, and deleted in the end. */
function takenMessages(
  { kind, name, spec }: SecurityObject,
  live: LiveObject,
  cluster: string,
): string[] {
  if (live.metadata.annotations?.[madeForAnnotation] !== madeForSecurity) {
    const mark = `${madeForAnnotation}=${madeForSecurity}`;
    return [
      `${kind} "${name}" of ${istioNamespace} is on cluster "${cluster}" already, and not the stack's; delete it, or leave it to the stack: kubectl annotate ${kind.toLowerCase()} ${name} -n ${istioNamespace} ${mark}`,
    ];
  }
  // Server-side apply leaves fields alone that somebody else has set: with a rule more, nothing would be denied.
  return Object.keys(live.spec ?? {})
    .filter((field) => !Object.hasOwn(spec, field))
    .map((field) => {
      const patch = JSON.stringify([{ op: "remove", path: `/spec/${field}` }]);
      return `${kind} "${name}" of ${istioNamespace} on cluster "${cluster}" has got a spec.${field} that is not the stack's, and that up would leave there; take it out: kubectl patch ${kind.toLowerCase()} ${name} -n ${istioNamespace} --type=json -p '${patch}'`;
    });
}

/**
 * Of two PeerAuthentications for the whole mesh istiod takes the older:
 * https://istio.io/latest/docs/concepts/security/#peer-authentication
 */
function rivalMessages(
  { kind, name }: SecurityObject,
  { metadata, spec = {} }: LiveObject,
  cluster: string,
): string[] {
  const isRival = kind === "PeerAuthentication" && Object.keys(selectorLabels(spec)).length === 0;
  return isRival
    ? [
        `${kind} "${metadata.name}" of ${istioNamespace} on cluster "${cluster}" is for the whole mesh, as the stack's "${name}" is, and istiod takes the older of two; delete it: kubectl delete ${kind.toLowerCase()} ${metadata.name} -n ${istioNamespace}`,
      ]
    : [];
}
