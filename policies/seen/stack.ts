import { controlPlaneClustersAnnotation } from "../../components/names";
import { istioNamespace, networkLabel } from "../../stacks/istio-names";
import { type ControlPlane, ofCharts, ofOperator } from "./control-plane";
import { decided } from "../decided";
import {
  annotationOf,
  asObject,
  type GroupKind,
  type KubernetesObject,
  labelOf,
  objectName,
  type Resource,
} from "./resource";

/** A cluster that has Istio's namespace from this stack. */
export interface MeshCluster {
  readonly name: string;
  /** Istio's network of its pods; undefined if the namespace does not say. */
  readonly network: string | undefined;
  /** Primary whose istiod serves it; undefined for a primary. */
  readonly primary: string | undefined;
}

/** All resources of a stack, and what of a mesh is among them. What a preview does not know yet is left out. */
export class Stack {
  readonly objects: readonly KubernetesObject[];
  private planes: readonly ControlPlane[] | undefined;
  private members: readonly MeshCluster[] | undefined;

  constructor(readonly resources: readonly Resource[]) {
    this.objects = decided(resources, (one) => asObject(one) ?? []).found;
  }

  /** The objects of some kinds. */
  of(...kinds: readonly GroupKind[]): readonly KubernetesObject[] {
    return this.objects.filter((one) => kinds.includes(one.groupKind));
  }

  get clusters(): readonly MeshCluster[] {
    this.members ??= decided(this.of("core/Namespace"), (one) =>
      objectName(one) === istioNamespace
        ? [
            {
              name: one.cluster,
              network: labelOf(one, networkLabel),
              primary: annotationOf(one, controlPlaneClustersAnnotation),
            },
          ]
        : [],
    ).found;
    return this.members;
  }

  get controlPlanes(): readonly ControlPlane[] {
    this.planes ??= decided(
      this.objects,
      (one) => ofOperator(one) ?? ofCharts(one, this.objects) ?? [],
    ).found;
    return this.planes;
  }
}
