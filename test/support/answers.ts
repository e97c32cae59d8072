import { createHash } from "node:crypto";
import { makeAuthority } from "./authorities";
import { base64 } from "./meshes";

/** Texts that stand where credentials do; none may ever be seen in plain. */
export const canaries = {
  key: "canary-of-a-private-key",
  token: "canary-of-a-reader-token",
  kubeconfig: "canary-of-an-administrator",
  password: "canary-of-a-password",
} as const;

/** A plain text with this in it has leaked. */
export const leak = /canary-of|PRIVATE KEY-----/;

export const readerCaData = base64("authority of the API server");

/** What real plugins and clusters have a choice in. */
export interface Surroundings {
  /** What load balancers get for an address. @default an IP of their own */
  readonly hostname?: string;
  /** How many days certificates have left, by the name of their resource. @default a year */
  readonly daysLeft?: Readonly<Record<string, number>>;
}

/** What real plugins and clusters would add to a resource's inputs. */
export async function answer(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  { hostname, daysLeft }: Surroundings,
): Promise<Record<string, unknown>> {
  switch (type) {
    case "tls:index/privateKey:PrivateKey":
      return { ...inputs, privateKeyPem: keyPem(name) };
    case "tls:index/certRequest:CertRequest":
      return { ...inputs, certRequestPem: `request of ${name}` };
    case "tls:index/selfSignedCert:SelfSignedCert":
    case "tls:index/locallySignedCert:LocallySignedCert":
      return { ...inputs, certPem: await certPem(name, daysLeft?.[name]) };
    case "kubernetes:core/v1:Secret":
      return inputs["type"] === "kubernetes.io/service-account-token"
        ? { ...inputs, data: { token: base64(canaries.token), "ca.crt": readerCaData } }
        : { ...inputs, metadata: { ...(inputs["metadata"] as object), resourceVersion: "7" } };
    case "random:index/randomPassword:RandomPassword":
      return { ...inputs, result: canaries.password };
    case "kubernetes:core/v1:Service": {
      const ingress = hostname === undefined ? { ip: serviceIp(name) } : { hostname };
      return { ...inputs, status: { loadBalancer: { ingress: [ingress] } } };
    }
    case "kubernetes:apps/v1:DeploymentPatch":
      return {
        metadata: { labels: { "istio.io/rev": "default" } },
        spec: {
          template: { spec: { containers: [{ image: "hub:5000/istio/pilot:1.22.8-distroless" }] } },
        },
      };
    default:
      return { ...inputs };
  }
}

export function keyPem(name: string): string {
  const label = "PRIVATE KEY-----";
  return `-----BEGIN ${label}\n${canaries.key} ${name}\n-----END ${label}\n`;
}

/** The address of a load balancer, by the name of its Service's resource. */
export function serviceIp(name: string): string {
  const [third = 0, fourth = 0] = createHash("sha256").update(name).digest();
  return `198.18.${third}.${fourth}`;
}

const certificates = new Map<string, Promise<string>>();

/** How many days certificates have from the start of the tests. */
export const validDays = 365;

/** A real certificate, the same whenever it is asked for by the same name. */
export function certPem(name: string, days = validDays): Promise<string> {
  const key = `${name} ${days}`;
  const known = certificates.get(key) ?? makeAuthority({ name, to: days }).then(({ cert }) => cert);
  certificates.set(key, known);
  return known;
}
