/** How Istio's control plane gets onto a cluster. */
export const installers = ["operator", "helm"] as const;
export type Installer = (typeof installers)[number];

/**
 * What tells a primary's istiod to serve remotes: an environment variable of its own, or a value that sets it. Before
 * 1.23 the value changes no more than the rights of the reader on that same cluster.
 * Source: https://github.com/istio/istio/pull/39406 and https://github.com/istio/istio/issues/51595
 */
export type ExternalIstiodForm = "environment" | "value";

/** What goes wrong when the credentials in a remote secret change. */
export interface RotationBug {
  /** URL. */
  readonly issue: string;
  /** What is seen of it. */
  readonly effect: string;
  /** The release of the same minor version that has it no more. */
  readonly fixedIn: string;
}

/** What all patches of a minor version have in common. */
export interface IstioVersion {
  /** 22 for 1.22. */
  readonly minor: number;
  /** Oldest and newest minor version of Kubernetes that it supports. */
  readonly kubernetes: readonly [oldest: number, newest: number];
  /** Last day with fixes, as in 2025-01-22; undefined while Istio no more than expects one. */
  readonly endOfLife?: string;
  readonly installers: readonly Installer[];
  /** Profiles by name: of IstioOperators up to 1.23, of the charts from 1.24 on. */
  readonly profiles: readonly string[];
  readonly externalIstiod: ExternalIstiodForm;
  /** Served versions of the API telemetry.istio.io, the most stable first. */
  readonly telemetry: readonly ("v1" | "v1alpha1")[];
  /** Whether istiod's pods can be told by a value how to spread. */
  readonly spreadsIstiod: boolean;
  /** Whether istiod takes up a new intermediate without being told to. */
  readonly reloadsIntermediates: boolean;
  /** Whether istiod takes up another plugged root while it runs. */
  readonly takesUpRoots: boolean;
  /** Whether the operator makes the tag `default`, and switches off the webhook beside which it stands. */
  readonly operatorMakesTag: boolean;
  /** Whether a remote's Service and Endpoints of istiod bear the revision's name, as its webhook expects. */
  readonly remotesFollowRevisions: boolean;
  /** Whether the chart `base` has its CRDs among the templates: Helm upgrades these, and never those in crds/. */
  readonly templatesCrds: boolean;
  /** What Helm makes a remote from: the chart `istiod-remote`, or the charts `base` and `istiod` with the profile `remote`. */
  readonly helmRemote: "chart" | "profile";
  readonly rotationBugs: readonly RotationBug[];
}
