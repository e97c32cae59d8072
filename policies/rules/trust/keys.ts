import { isCacerts } from "../../seen/authorities";
import { withDecoded } from "../../seen/content";
import { decided } from "../../decided";
import { asObject } from "../../seen/resource";
import type { ResourceRule, StackRule } from "../../rule";
import { at } from "../../values";

const tls = {
  key: "tls:index/privateKey:PrivateKey",
  request: "tls:index/certRequest:CertRequest",
  root: "tls:index/selfSignedCert:SelfSignedCert",
  signed: "tls:index/locallySignedCert:LocallySignedCert",
} as const;

/** Those that are about to be trusted, or are no more, may go: they issue nothing. */
export const rootsProtected: StackRule = {
  name: "issuing-roots-protected",
  description: "A root that issues intermediates, and its key, are protected from being deleted",
  why: "Without the root no cluster can join, and no intermediate be renewed; all workloads lose their identity.",
  remediation: "set certificates.protect to true",
  severity: "critical",
  level: "mandatory",
  source: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
  checkStack: ({ resources }) => {
    const { found } = decided(resources, (one) =>
      one.type === tls.signed && at(one.props, "isCaCertificate") === true
        ? ["caCertPem", "caPrivateKeyPem"].flatMap(
            (input) => one.propertyDependencies?.[input] ?? [],
          )
        : [],
    );
    const issuers = found.filter(({ type }) => type === tls.root || type === tls.key);
    const roots = new Map(issuers.map((one) => [one.urn, one]));
    return [...roots.values()].flatMap((about) =>
      about.opts.protect
        ? []
        : [{ message: "opts.protect is false, expected true: it issues intermediates", about }],
    );
  },
};

/** What holds a key, by type. */
const secretOutputs: Readonly<Record<string, readonly string[]>> = {
  [tls.key]: ["privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh"],
  [tls.request]: ["privateKeyPem"],
  [tls.root]: ["privateKeyPem"],
  [tls.signed]: ["caPrivateKeyPem"],
};

/** Pulumi shows policies what is in a secret, not that it is one; but what every SDK asks of the engine. */
export const keysSecret: ResourceRule = {
  name: "ca-keys-secret-in-state",
  description: "Keys of authorities are secret in Pulumi's state",
  why: "Whoever reads the state, or what a preview prints, could otherwise sign as the mesh.",
  remediation:
    "leave additionalSecretOutputs of the resource as its SDK has them, in transforms of yours too",
  severity: "critical",
  level: "mandatory",
  source: "https://www.pulumi.com/docs/iac/concepts/options/additionalsecretoutputs/",
  check: (resource) => {
    const object = asObject(resource);
    const needed =
      object !== undefined && isCacerts(object)
        ? ["data", "stringData"]
        : (secretOutputs[resource.type] ?? []);
    const missing = needed.filter((one) => !resource.opts.additionalSecretOutputs.includes(one));
    return missing.length === 0
      ? []
      : [`opts.additionalSecretOutputs lacks ${missing.join(", ")}, expected all of them`];
  },
};

export const keysInSecrets: ResourceRule = {
  name: "private-keys-in-secrets",
  description: "No object but a Secret holds a private key",
  why: "ConfigMaps, annotations and environments are read by many more than Secrets are, and are not encrypted at rest.",
  remediation:
    "take the key out and make another; keys are given by certificates.root.upload.key and intermediate.upload.key, and others by a Secret",
  severity: "critical",
  level: "mandatory",
  source: "https://kubernetes.io/docs/concepts/configuration/secret/",
  check: (resource) => {
    const object = asObject(resource);
    return object === undefined || object.groupKind.startsWith("core/Secret")
      ? []
      : pathsOfKeys(object.props, "").map((path) => `${path} holds a private key, expected none`);
  },
};

const keyLine = /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----/;
/** Where in a value private keys stand, in PEM or in base64 of that; what a preview does not know is passed over. */
function pathsOfKeys(value: unknown, path: string): readonly string[] {
  if (typeof value === "string") {
    return holdsKey(value) ? [path] : [];
  }
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return decided(Object.keys(value), (key) =>
    pathsOfKeys(at(value, key), path === "" ? key : `${path}.${key}`),
  ).found;
}

function holdsKey(text: string): boolean {
  return withDecoded(text).some((one) => keyLine.test(one));
}
