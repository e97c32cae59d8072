import * as pulumi from "@pulumi/pulumi";
import type { ControlPlanePlan } from "../../stacks/control-planes/plan";
import { defaultRevision } from "../../stacks/control-planes/schema";
import type { ClusterPlan, PrimaryPlan, RemotePlan } from "../../stacks/mesh-plan";
import type { ControlPlane } from "../control-plane";
import { IstioChart } from "../istio-chart";
import { IstioControlPlane } from "../istio-control-plane";
import { IstioOperatorRelease } from "../istio-operator-release";
import type { MeshCluster } from "../mesh-cluster";
import type { DockerConfigs } from "../pull-secrets";
import { buildBaseValues, buildChartValues, buildRemoteChartValues } from "../specs/istio-charts";
import type { IstioOperatorSpec } from "../specs/istio-operator";
import type { ControlPlaneSpec } from "../specs/istio-values";

/** What every installation needs. */
export interface Installation {
  readonly cluster: MeshCluster;
  /** What has to be there first and stays longer, such as the authority that istiod signs with. */
  readonly after: readonly pulumi.Resource[];
  /** Of the pull secrets that the stack makes. */
  readonly pullSecrets: DockerConfigs;
}

/** A control plane of a primary with what it is made from. */
export interface PlannedControlPlane {
  readonly plane: ControlPlanePlan;
  readonly spec: pulumi.Input<ControlPlaneSpec>;
}

/** The control planes of a primary, in the order of its plan, and what they have in common. */
export interface InstalledPrimary {
  readonly controlPlanes: readonly ControlPlane[];
  /** Istio's definitions and the reader's account. */
  readonly shared: ControlPlane;
}

/** Name of a resource of one revision; that of a control plane without a revision is as if there were no other. */
export function revisioned(name: string, revision: string): string {
  return revision === defaultRevision ? name : `${name}-${revision}`;
}

/** Installs the control planes of a primary. */
export function installPrimary(
  plan: PrimaryPlan,
  planned: readonly PlannedControlPlane[],
  installation: Installation,
): InstalledPrimary {
  const { cluster, after } = installation;
  const { name, base, inForce, mesh } = plan;
  const child = { parent: cluster };
  if (base === undefined) {
    const controlPlanes = planned.map(({ spec }) =>
      installByOperator(plan, "minimal", spec, installation),
    );
    const installed = controlPlanes.flatMap((one) => one.installed);
    return { controlPlanes, shared: { installed } };
  }
  const timeoutSeconds = mesh.readyTimeoutSeconds;
  const { chart: shared } = new IstioChart(
    `${name}-base`,
    {
      cluster,
      reference: base,
      release: "istio-base",
      values: buildBaseValues(inForce.revision),
      after: [],
      timeoutSeconds,
    },
    child,
  );
  const controlPlanes = planned.flatMap(({ plane: { chart, revision }, spec }) =>
    chart === undefined
      ? []
      : [
          new IstioChart(
            revisioned(`${name}-istiod`, revision),
            {
              cluster,
              reference: chart,
              release: revisioned("istiod", revision),
              values: pulumi.output(spec).apply(buildChartValues),
              after: [shared, ...after],
              timeoutSeconds,
            },
            child,
          ),
        ],
  );
  return {
    controlPlanes: controlPlanes.map(({ chart }) => ({ installed: [chart] })),
    shared: { installed: [shared] },
  };
}

/** Installs what leads a remote to its primary's istiod. */
export function installRemote(
  plan: RemotePlan,
  spec: pulumi.Input<ControlPlaneSpec>,
  installation: Installation,
): ControlPlane {
  const { name, charts, mesh } = plan;
  const { cluster, after } = installation;
  if (charts.length === 0) {
    return installByOperator(plan, "remote", spec, installation);
  }
  const installed: pulumi.Resource[] = [];
  for (const { name: chart, reference } of charts) {
    const { chart: made } = new IstioChart(
      `${name}-${chart}`,
      {
        cluster,
        reference,
        release: chart === "base" ? "istio-base" : chart,
        values: pulumi.output(spec).apply((one) => buildRemoteChartValues(chart, one)),
        after: [...after, ...installed],
        timeoutSeconds: mesh.readyTimeoutSeconds,
        injects: true,
      },
      { parent: cluster },
    );
    installed.push(made);
  }
  return { installed };
}

function installByOperator(
  { name, mesh }: ClusterPlan,
  profile: IstioOperatorSpec["profile"],
  spec: pulumi.Input<ControlPlaneSpec>,
  { cluster, after, pullSecrets }: Installation,
): ControlPlane {
  const child = { parent: cluster };
  const timeoutSeconds = mesh.readyTimeoutSeconds;
  const operator = new IstioOperatorRelease(
    `${name}-operator`,
    {
      cluster,
      hub: mesh.hub,
      version: mesh.version,
      pulling: { names: mesh.pullSecrets, configs: pullSecrets },
      timeoutSeconds,
    },
    child,
  );
  return new IstioControlPlane(
    `${name}-control-plane`,
    { cluster, operator, profile, spec, after, timeoutSeconds },
    child,
  );
}
