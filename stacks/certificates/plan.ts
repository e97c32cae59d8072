import type { ClusterConfig } from "../cluster-schema";
import {
  type CertificatesConfig,
  type Phase,
  recipeOf,
  type RootConfig,
  type RootRecipeConfig,
} from "./schema";

/** Kind of key: ECDSA is P-256, RSA has 4096 bits. */
export type KeyAlgorithm = "ECDSA" | "RSA";

/** How the stack makes a root. */
export interface RootRecipe {
  readonly algorithm: KeyAlgorithm;
  readonly validityDays: number;
  readonly subject: {
    readonly organization: string;
    readonly organizationalUnit: string;
    readonly commonName: string;
    readonly country?: string;
  };
}

/** A root that the config names. */
export interface RootPlan {
  readonly name: string;
  /** Undefined if it is uploaded. */
  readonly generate: RootRecipe | undefined;
  /** The recipe in words: a root that the clusters have by this name was made by it, or the config was changed since. */
  readonly made: string;
  /** Whether intermediates are issued by it. */
  readonly signs: boolean;
  /** Whether workloads trust it. */
  readonly trusted: boolean;
  /** Whether its deletion is refused. */
  readonly protect: boolean;
}

/** Who is trusted in the mesh, and who signs. */
export interface AuthorityPlan {
  readonly issuer: "mesh" | "external";
  /** Phase of a rotation; undefined if there is none. */
  readonly phase: Phase | undefined;
  /** None if somebody else issues. */
  readonly roots: readonly RootPlan[];
  /** Name of the root that is in force but for a rotation; undefined if somebody else issues. */
  readonly inForce: string | undefined;
  readonly multiRoot: boolean;
  readonly settleHours: number;
  /** Roots, by name or fingerprint, that may go although they are in use. */
  readonly abandon: readonly string[];
  readonly renewBeforeDays: number;
}

/** What one istiod signs with. */
export interface IntermediatePlan {
  /** Name of the root that issues it. */
  readonly root: string;
  /** What it is called among those that the cluster has had: another name is another key and certificate. */
  readonly edition: string;
  /** Undefined if it is uploaded. */
  readonly generate:
    { readonly algorithm: KeyAlgorithm; readonly validityDays: number } | undefined;
}

type Which = "root" | "to";

/**
 * Who is trusted and who signs. The older root comes first in bundles: istiod takes up another bundle only if it is a piece of the old
 * one or the other way round: https://github.com/istio/istio/blob/master/pilot/pkg/bootstrap/istio_ca.go (handleEvent)
 */
const phaseTable: Readonly<Record<Phase | "none", { trusts: readonly Which[]; signer: Which }>> = {
  none: { trusts: ["root"], signer: "root" },
  trustBoth: { trusts: ["root", "to"], signer: "root" },
  signNew: { trusts: ["root", "to"], signer: "to" },
  dropOld: { trusts: ["to"], signer: "to" },
};

/** Turns the config of certificates into who is trusted and who signs. */
export function planAuthority(config: CertificatesConfig, meshId: string): AuthorityPlan {
  const { issuer, rotation, abandon, renewBeforeDays } = config;
  const { trusts, signer } = phaseTable[rotation?.phase ?? "none"];
  const root = (which: Which, given: RootConfig): RootPlan => {
    const made = recipeOf(given);
    const recipe = made && withDefaults(made, meshId);
    const trusted = trusts.includes(which);
    return {
      name: given.name,
      generate: recipe,
      made: recipe === undefined ? "uploaded" : inWords(recipe),
      signs: which === signer,
      trusted,
      // Nobody has a certificate of a root that is only about to be trusted: the way back is open.
      protect: config.protect && trusted && !(which === "to" && rotation?.phase === "trustBoth"),
    };
  };
  const roots = [root("root", config.root), ...(rotation ? [root("to", rotation.to)] : [])];
  return {
    issuer,
    phase: rotation?.phase,
    roots: issuer === "mesh" ? roots : [],
    inForce: issuer === "mesh" ? config.root.name : undefined,
    multiRoot: rotation !== undefined,
    settleHours: config.settleHours,
    abandon,
    renewBeforeDays,
  };
}

/** What a primary's istiod signs with; undefined if somebody else sees to that. */
export function planIntermediate(
  config: CertificatesConfig,
  authority: AuthorityPlan,
  own: ClusterConfig["intermediate"],
): IntermediatePlan | undefined {
  const signer = authority.roots.find((one) => one.signs);
  if (signer === undefined) {
    return undefined;
  }
  const { algorithm, validityDays, generation } = config.intermediates;
  return {
    root: signer.name,
    edition: `${signer.name}-${generation}-${own?.generation ?? 1}`,
    generate: own?.upload === undefined ? { algorithm, validityDays } : undefined,
  };
}

function withDefaults(recipe: RootRecipeConfig, meshId: string): RootRecipe {
  const { algorithm, validityDays, subject } = recipe;
  const { organization, organizationalUnit = meshId, commonName, country } = subject;
  return {
    algorithm,
    validityDays,
    subject: {
      organization,
      organizationalUnit,
      commonName,
      ...(country === undefined ? {} : { country }),
    },
  };
}

function inWords({ algorithm, validityDays, subject }: RootRecipe): string {
  const { organization, organizationalUnit, commonName, country } = subject;
  const name = [
    ...(country === undefined ? [] : [`C=${country}`]),
    `O=${organization}`,
    `OU=${organizationalUnit}`,
    `CN=${commonName}`,
  ];
  return `${algorithm}, ${validityDays} days, ${name.join(", ")}`;
}
