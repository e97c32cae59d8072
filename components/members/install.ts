import * as pulumi from "@pulumi/pulumi";
import type { ChartReference } from "../../stacks/control-planes/charts";
import type { ControlPlanePlan, RemoteControlPlanePlan } from "../../stacks/control-planes/plan";
import type { ChartName } from "../../stacks/control-planes/schema";
import type { ClusterPlan, PrimaryPlan, RemotePlan } from "../../stacks/cluster-plan";
import type { ControlPlane } from "../control-plane";
import { IstioChart } from "../istio-chart";
import { IstioControlPlane } from "../istio-control-plane";
import { IstioOperatorRelease } from "../istio-operator-release";
import type { MeshCluster } from "../mesh-cluster";
import { revisioned } from "../names";
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

/** A control plane of a cluster with what it is made from. */
export interface PlannedControlPlane<Plane = ControlPlanePlan> {
  readonly plane: Plane;
  readonly spec: pulumi.Input<ControlPlaneSpec>;
}

/** The control planes of a cluster, in the order of its plan, and what they have in common. */
export interface InstalledControlPlanes {
  readonly controlPlanes: readonly ControlPlane[];
  /** The reader's account, on a primary Istio's definitions besides. */
  readonly shared: ControlPlane;
}

/** Installs the control planes of a primary. */
export function installPrimary(
  plan: PrimaryPlan,
  planned: readonly PlannedControlPlane[],
  installation: Installation,
): InstalledControlPlanes {
  const { base, inForce } = plan;
  if (base === undefined) {
    return installByOperator(plan, "minimal", planned, installation);
  }
  const shared = installBase(plan, base, buildBaseValues(inForce.revision), {
    ...installation,
    after: [],
  });
  const charts = planned.map(({ plane: { chart, revision }, spec }) => ({
    revision,
    spec,
    chart: chart && ({ name: "istiod", reference: chart } as const),
  }));
  const after = [...shared.installed, ...installation.after];
  const controlPlanes = installEach(plan, charts, buildChartValues, { ...installation, after });
  return { controlPlanes, shared };
}

/** Installs what leads a remote to the control planes of its primary. */
export function installRemote(
  plan: RemotePlan,
  planned: readonly PlannedControlPlane<RemoteControlPlanePlan>[],
  installation: Installation,
): InstalledControlPlanes {
  const [own] = planned;
  if (own?.plane.chart === undefined) {
    return installByOperator(plan, "remote", planned, installation);
  }
  const baseValues = pulumi.output(own.spec).apply((one) => buildRemoteChartValues("base", one));
  const base = plan.base && installBase(plan, plan.base, baseValues, installation);
  const charts = planned.map(({ plane, spec }) => ({ ...plane, spec }));
  const after = [...installation.after, ...(base?.installed ?? [])];
  const controlPlanes = installEach(
    plan,
    charts,
    (spec, chart) => buildRemoteChartValues(chart, spec),
    { ...installation, after },
  );
  // The first makes the account, others find it.
  return { controlPlanes, shared: base ?? controlPlanes[0] ?? { installed: [] } };
}

/** A chart for each control plane. */
function installEach(
  plan: ClusterPlan,
  charts: readonly (Pick<RemoteControlPlanePlan, "revision" | "chart"> &
    Pick<PlannedControlPlane, "spec">)[],
  build: (spec: ControlPlaneSpec, chart: ChartName) => Readonly<Record<string, unknown>>,
  installation: Installation,
): ControlPlane[] {
  return charts.flatMap(({ revision, chart, spec }) =>
    chart === undefined
      ? []
      : [
          installChart(plan, {
            ...installation,
            release: chart.name,
            reference: chart.reference,
            revision,
            values: pulumi.output(spec).apply((one) => build(one, chart.name)),
          }),
        ],
  );
}

function installBase(
  plan: ClusterPlan,
  reference: ChartReference,
  values: pulumi.Input<Readonly<Record<string, unknown>>>,
  installation: Installation,
): ControlPlane {
  return installChart(plan, {
    ...installation,
    name: "base",
    release: "istio-base",
    reference,
    values,
  });
}

interface ChartInstallation extends Installation {
  readonly reference: ChartReference;
  readonly release: string;
  /** In the resource's. @default the release's */
  readonly name?: string;
  readonly revision?: string;
  readonly values: pulumi.Input<Readonly<Record<string, unknown>>>;
}

function installChart(
  { name: cluster, mesh }: ClusterPlan,
  { name, release, revision, ...args }: ChartInstallation,
): ControlPlane {
  const resource = `${cluster}-${name ?? release}`;
  const { chart } = new IstioChart(
    revision === undefined ? resource : revisioned(resource, revision),
    {
      cluster: args.cluster,
      reference: args.reference,
      release,
      ...(revision === undefined ? {} : { revision }),
      values: args.values,
      after: args.after,
      timeoutSeconds: mesh.readyTimeoutSeconds,
    },
    { parent: args.cluster },
  );
  return { installed: [chart] };
}

/** It installs one control plane. */
function installByOperator(
  { name, mesh }: ClusterPlan,
  profile: IstioOperatorSpec["profile"],
  planned: readonly Pick<PlannedControlPlane, "spec">[],
  { cluster, after, pullSecrets }: Installation,
): InstalledControlPlanes {
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
  const controlPlanes = planned.map(
    ({ spec }) =>
      new IstioControlPlane(
        `${name}-control-plane`,
        { cluster, operator, profile, spec, after, timeoutSeconds },
        child,
      ),
  );
  return { controlPlanes, shared: { installed: controlPlanes.flatMap((one) => one.installed) } };
}
