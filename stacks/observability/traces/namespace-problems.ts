import { z } from "zod";
import type { ConfigProblem } from "../../config-error";
import { istioNamespace, operatorNamespace } from "../../istio-names";

const gatewaysSchema = z.array(z.looseObject({ namespace: z.string().optional() }).catch({}));
const namespacesSchema = z.array(z.looseObject({ name: z.string().optional() }).catch({}));

/** Why a namespace cannot be made for a section: somebody else makes it, or it is the user's. */
export function namespaceOwnerProblems(
  namespace: string,
  stack: Readonly<Record<string, unknown>>,
  path: string,
): ConfigProblem[] {
  if (namespace === istioNamespace) {
    return [];
  }
  const gateways = gatewaysSchema.safeParse(stack["gateways"]).data ?? [];
  const namespaces = namespacesSchema.safeParse(stack["namespaces"]).data ?? [];
  const owner =
    namespace === operatorNamespace
      ? "made for Istio's operator"
      : gateways.some((one) => one.namespace === namespace)
        ? "made for gateways"
        : namespaces.some((one) => one.name === namespace)
          ? "yours, by namespaces"
          : undefined;
  return owner === undefined
    ? []
    : [{ path, message: `"${namespace}" is ${owner}; name another, which the stack makes` }];
}
