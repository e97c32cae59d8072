import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Resource } from "../../policies/seen/resource";
import type { Recorded } from "./mocks";
import { unwrap } from "./secrets";

/** A recording as the engine shows it to policies: secrets without their wrappers, each object with its provider. */
export function asPoliciesSee(recorded: readonly Recorded[]): Resource[] {
  const providers = new Map(
    recorded
      .filter((one) => one.type === "pulumi:providers:kubernetes")
      .map((one) => [one.name, bare(one)] as const),
  );
  return recorded.map((one) => {
    const provider = one.cluster === undefined ? undefined : providers.get(one.cluster);
    assert.equal(provider === undefined, one.cluster === undefined, one.urn);
    return { ...bare(one), ...(provider === undefined ? {} : { provider }) };
  });
}

function bare({ type, name, urn, inputs, parent, protect, secretOutputs }: Recorded): Resource {
  const prefix = "urn:pulumi:test::istio-mesh::";
  // Its own type stands behind those of its ancestors.
  const [ancestors = ""] = urn.split(/\$[^$]+$/);
  return {
    type,
    name,
    urn: `${prefix}${urn}`,
    props: withUnknowns(unwrap(inputs)) as Resource["props"],
    opts: {
      protect,
      additionalSecretOutputs: [...secretOutputs],
      ...(parent === undefined ? {} : { parent: `${prefix}${ancestors}::${parent}` }),
    },
  };
}

/** What the engine has for a value that a preview does not know, in place of the SDK's. */
function withUnknowns(value: unknown): unknown {
  if (pulumi.isUnknown(value)) {
    return pulumi.runtime.unknownValue;
  }
  if (Array.isArray(value)) {
    return value.map(withUnknowns);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withUnknowns(one)]))
    : value;
}
