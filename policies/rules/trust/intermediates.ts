import type { X509Certificate } from "node:crypto";
import { caSecretName, externalAuthorityType } from "../../../components/names";
import { type CaFiles, caFilesOf } from "../../../stacks/certificates/ca-files";
import { checkSigner } from "../../../stacks/certificates/check-signer";
import { daysUntil } from "../../../stacks/certificates/expiry";
import { identityOf } from "../../../stacks/certificates/identity";
import { certificatesOf } from "../../../stacks/certificates/pem";
import { istioNamespace } from "../../../stacks/istio-names";
import { isCacerts, titleOf } from "../../seen/authorities";
import { secretData } from "../../seen/content";
import type { ControlPlane } from "../../seen/control-plane";
import { decided } from "../../decided";
import { asObject, type KubernetesObject, type Resource } from "../../seen/resource";
import type { ResourceRule, StackRule } from "../../rule";
import type { Stack } from "../../seen/stack";
import { at, numberAt, textAt } from "../../values";

const source = "https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/";

/** What the parts of `cacerts` are called in the two forms that istiod takes. */
const ownNames = {
  cert: "ca-cert.pem",
  key: "ca-key.pem",
  chain: "cert-chain.pem",
  roots: "root-cert.pem",
} as const;
const tlsNames = { cert: "tls.crt", key: "tls.key", chain: "ca.crt", roots: "ca.crt" } as const;

function namesOf(data: Readonly<Record<string, string>>) {
  return data["tls.crt"] === undefined ? ownNames : tlsNames;
}

export const intermediatesCanSign: ResourceRule = {
  name: "intermediates-can-sign",
  description:
    "What an istiod signs with leads to its roots, may sign workloads, and is in force, as istiod itself checks it",
  why: "An istiod with a broken cacerts does not start, or signs certificates that every proxy refuses.",
  remediation:
    "give an intermediate.upload that the root of the mesh has issued for signing, or leave it out, and the stack makes one",
  severity: "critical",
  level: "mandatory",
  source,
  check: (resource) => {
    const data = cacertsData(resource);
    if (data === undefined) {
      return [];
    }
    const files = caFilesOf(data);
    if ("missing" in files) {
      return [`data lacks ${files.missing.join(", ")}, expected all of them`];
    }
    const checked = checkSigner(files, new Date());
    const names = namesOf(data);
    return "problems" in checked
      ? checked.problems.map(({ field, message }) => `data.${names[field]}: ${message}`)
      : [];
  },
};

const defaultDays = 90;

export const authoritiesOutlast: ResourceRule = {
  name: "authorities-outlast",
  description: "Certificates of authorities are valid for a while yet",
  why: "When one of them ends all workloads below it lose each other at once, and a root takes weeks to rotate.",
  remediation:
    "raise certificates.intermediates.generation, and validityDays beside it if those are few; upload another intermediate.upload; or rotate the root by certificates.rotation",
  severity: "high",
  level: "mandatory",
  source,
  settings: {
    days: {
      type: "integer",
      minimum: 0,
      default: defaultDays,
      description: "How many days each of them has to have left, and more.",
    },
  },
  check: (resource, settings) => {
    const days = numberAt(settings, "days") ?? defaultDays;
    const expected = `expected more than ${days} days`;
    if (authorityTypes.includes(resource.type)) {
      const hours = numberAt(resource.props, "validityPeriodHours") ?? Infinity;
      return at(resource.props, "isCaCertificate") === true && hours / 24 <= days
        ? [`validityPeriodHours is ${hours}, ${expected}`]
        : [];
    }
    const data = cacertsData(resource);
    const files = data && caFilesOf(data);
    return data === undefined || files === undefined || "missing" in files
      ? []
      : certificatesIn(files).flatMap(({ part, certificate }) => {
          const ends = new Date(certificate.validTo);
          const left = daysUntil(ends, new Date());
          return left > days
            ? []
            : [
                `data.${namesOf(data)[part]}: ${titleOf(identityOf(certificate))} ends at ${ends.toISOString()}, in ${left} days, ${expected}`,
              ];
        });
  },
};

/** Resources that make certificates. */
const authorityTypes = [
  "tls:index/selfSignedCert:SelfSignedCert",
  "tls:index/locallySignedCert:LocallySignedCert",
];

interface Part {
  readonly part: "cert" | "chain" | "roots";
  readonly certificate: X509Certificate;
}

/** Each certificate once. */
function certificatesIn(files: CaFiles): readonly Part[] {
  const all = (["cert", "chain", "roots"] as const).flatMap((part) => {
    const found = certificatesOf(files[part === "roots" ? "root" : part]);
    return "problem" in found ? [] : found.map((certificate) => ({ part, certificate }));
  });
  const fingerprints = all.map((one) => one.certificate.fingerprint256);
  return all.filter((one, i) => fingerprints.indexOf(one.certificate.fingerprint256) === i);
}

function cacertsData(resource: Resource): Readonly<Record<string, string>> | undefined {
  const object = asObject(resource);
  return object !== undefined && isCacerts(object) ? secretData(object) : undefined;
}

export const noSelfMadeRoots: StackRule = {
  name: "no-self-made-roots",
  description: "Where a mesh has several primaries, each has a cacerts, or an authority elsewhere",
  why: "An istiod without one makes a root of its own, which no other cluster trusts.",
  remediation:
    "leave certificates.issuer at mesh, or set it to external and have cacerts written by what it says",
  severity: "critical",
  level: "mandatory",
  source,
  checkStack: (stack) => {
    const clusters = [...new Set(stack.controlPlanes.map((one) => one.cluster))].sort();
    return clusters.length < 2
      ? []
      : clusters
          .filter((cluster) => signsItself(stack, cluster))
          .map((cluster) => ({
            message: `there is no Secret ${caSecretName} in ${istioNamespace}, expected one on each of ${clusters.join(", ")}`,
            about: { cluster },
          }));
  },
};

function signsItself(stack: Stack, cluster: string): boolean {
  const planes = stack.controlPlanes.filter((one) => one.cluster === cluster);
  const { found, undecided } = decided(
    stack.objects.filter((one) => one.cluster === cluster),
    (one) => isCacerts(one) || isRequestForCacerts(one),
  );
  return (
    undecided.length === 0 &&
    !found.includes(true) &&
    !planes.some(signsElsewhere) &&
    !stack.resources.some((one) => isExternalOf(one, cluster))
  );
}

/** https://cert-manager.io/docs/usage/certificate/ */
function isRequestForCacerts({ groupKind, props }: KubernetesObject): boolean {
  return (
    groupKind === "cert-manager.io/Certificate" &&
    textAt(props, "spec", "secretName") === caSecretName
  );
}

/** https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars; the second is what istio-csr asks for. */
function signsElsewhere({ env }: ControlPlane): boolean {
  return (env["EXTERNAL_CA"] ?? "") !== "" || env["ENABLE_CA_SERVER"] === "false";
}

/** What waits until somebody else has written it, with certificates.issuer external. */
function isExternalOf({ type, opts }: Resource, cluster: string): boolean {
  return type === externalAuthorityType && opts.parent?.split("::").at(-1) === cluster;
}
