import type { Resource } from "../../../../../policies/seen/resource";
import {
  type Authority,
  type AuthorityWishes,
  makeAuthority,
} from "../../../../support/authorities";
import { object } from "../case";

/** Authorities of a mesh that is to be valid for years. */
export function lasting(wishes: AuthorityWishes): Promise<Authority> {
  return makeAuthority({ to: 1000, ...wishes });
}

/** Two roots, and an intermediate of each. */
export async function twoRoots() {
  const [old, next] = await Promise.all([lasting({ name: "Old" }), lasting({ name: "New" })]);
  const [ofOld, ofNext] = await Promise.all([
    lasting({ name: "East", issuer: old }),
    lasting({ name: "West", issuer: next }),
  ]);
  return { old, next, ofOld, ofNext };
}

/** What an istiod signs with. */
export function cacerts(
  cluster: string,
  data: Readonly<Record<string, string>>,
  field: "data" | "stringData" = "data",
): Resource {
  return object(cluster, "core/v1:Secret", "istio-system/cacerts", { [field]: data });
}

/** A resource of a cluster's none. */
export function other(
  type: string,
  name: string,
  props: Resource["props"] = {},
  opts: Partial<Resource["opts"]> = {},
): Resource {
  return {
    type,
    name,
    urn: `urn:pulumi:test::istio-mesh::${type}::${name}`,
    props,
    opts: { protect: false, additionalSecretOutputs: [], ...opts },
  };
}
