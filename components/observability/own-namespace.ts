import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { madeForAnnotation } from "../names";
import { ownedByStack } from "../ownership";

/** A namespace that is made for what looks at the mesh and is not in it, and that goes with it. */
export function makeNamespace(
  name: string,
  { namespace, madeFor }: { readonly namespace: string; readonly madeFor: string },
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Namespace {
  return new k8s.core.v1.Namespace(
    name,
    {
      metadata: {
        name: namespace,
        labels: { "istio-injection": "disabled" },
        annotations: { ...ownedByStack, [madeForAnnotation]: madeFor },
      },
    },
    opts,
  );
}
