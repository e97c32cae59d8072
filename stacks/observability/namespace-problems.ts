import { z } from "zod";
import type { ConfigProblem } from "../config-error";
import { istioNamespace, operatorNamespace } from "../istio-names";
import { sectionNamespaces } from "./namespaces";
import type { ObservabilityConfig } from "./schema";

interface NamespaceContext {
  /** What all clusters call themselves. */
  readonly names: readonly unknown[];
  /** The whole config, as given, by key without the prefix. */
  readonly stack: Readonly<Record<string, unknown>>;
  /** Of `observability`, with the prefix. */
  readonly path: string;
}

const listed = z.array(z.unknown());
const inNamespace = z.looseObject({ namespace: z.string() });
const named = z.looseObject({ name: z.string() });

/** Why a namespace cannot be made for sections: it has another use, and would be deleted with the last of them. */
export function sectionNamespaceProblems(
  sections: Pick<ObservabilityConfig, "metrics" | "traces">,
  { names, stack, path }: NamespaceContext,
): ConfigProblem[] {
  const found = names.map(String).flatMap((cluster) => {
    return sectionNamespaces(sections, cluster, path).flatMap((one): ConfigProblem[] => {
      const use = otherUse(one.name, stack);
      return use === undefined
        ? []
        : [
            {
              path: one.path,
              message: `"${one.name}" ${use}; name another, which the stack makes`,
            },
          ];
    });
  });
  return found.filter(({ path: place }, at) => found.findIndex((one) => one.path === place) === at);
}

/** On any cluster: a namespace of one name has one use in the whole mesh. */
function otherUse(name: string, stack: NamespaceContext["stack"]): string | undefined {
  if (name === istioNamespace) {
    return "is the control plane's";
  }
  if (name === operatorNamespace) {
    return "is made for Istio's operator";
  }
  if (/^(kube-.*|default)$/.test(name)) {
    return "is Kubernetes' own";
  }
  const given = (key: string) => listed.safeParse(stack[key]).data ?? [];
  if (given("gateways").some((one) => inNamespace.safeParse(one).data?.namespace === name)) {
    return "is made for gateways";
  }
  return given("namespaces").some((one) => named.safeParse(one).data?.name === name)
    ? "is yours, by namespaces"
    : undefined;
}
