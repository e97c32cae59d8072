import { day } from "../../../../support/authorities";
import { fingerprintOf, istiodData, tlsData, without } from "../../../../support/cacerts";
import { base64 } from "../../../../support/meshes";
import { type Cases, charts, member, object, operator } from "../case";
import { unknown } from "../../run-rule";
import { cacerts, lasting, other, twoRoots } from "./made";

/** PEMs as they are. */
function plain(data: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([key, text]) => [key, Buffer.from(text, "base64").toString("utf8")]),
  );
}

const externalAuthority = (cluster: string) =>
  other(
    "istio-mesh:index:ExternalCertificateAuthority",
    `${cluster}-external-ca`,
    {},
    {
      parent: `urn:pulumi:test::istio-mesh::istio-mesh:index:Mesh$istio-mesh:index:MeshCluster::${cluster}`,
    },
  );
const lacksCacerts =
  "there is no Secret cacerts in istio-system, expected one on each of east, west";

export const authorityCases: Cases = {
  "intermediates-can-sign": [
    {
      title: "whose istiods may sign, in both forms, with others between, or with two roots",
      isKept: true,
      make: async () => {
        const { old, next, ofOld } = await twoRoots();
        const middle = await lasting({ name: "Middle", issuer: old });
        const below = await lasting({ name: "Below", issuer: middle, pathLength: 0 });
        const between = [middle.cert];
        return {
          resources: [
            cacerts("east", istiodData({ own: ofOld, roots: [old.cert] })),
            cacerts("west", tlsData({ own: below, between, roots: [old.cert] })),
            cacerts("north", istiodData({ own: ofOld, roots: [next.cert, old.cert] })),
            cacerts(
              "south",
              plain(istiodData({ own: below, between, roots: [old.cert] })),
              "stringData",
            ),
            object("east", "core/v1:Secret", "shop/cacerts", { data: { cert: "" } }),
            object("east", "core/v1:Secret", "istio-system/other", { data: { cert: "" } }),
            object("east", "core/v1:ConfigMap", "istio-system/cacerts"),
          ],
          violations: [],
        };
      },
    },
    {
      title: "whose istiods may not sign",
      isKept: false,
      make: async () => {
        const { old, next, ofOld, ofNext } = await twoRoots();
        const leaf = await lasting({ name: "Leaf", issuer: old, isCa: false });
        const tight = await lasting({ name: "Tight", issuer: old, pathLength: 0 });
        const below = await lasting({ name: "Below", issuer: tight });
        const data = istiodData({ own: ofOld, roots: [old.cert] });
        return {
          resources: [
            cacerts("a", without(data, "ca-key.pem")),
            cacerts("b", istiodData({ own: ofNext, roots: [old.cert] })),
            cacerts("c", istiodData({ own: leaf, roots: [old.cert] })),
            cacerts("d", tlsData({ own: below, between: [tight.cert], roots: [old.cert] })),
            cacerts("e", { ...data, "ca-key.pem": base64(next.key) }),
            cacerts("f", { ...data, "root-cert.pem": base64("nothing") }),
          ],
          violations: [
            "a/istio-system/cacerts: data lacks ca-key.pem, expected all of them",
            'b/istio-system/cacerts: data.cert-chain.pem: lacks "CN=New", which has issued "CN=West"; add it, and those above it up to the root "CN=Old"',
            "c/istio-system/cacerts: data.ca-cert.pem: is no certificate authority, istiod could not sign with it; issue it with basicConstraints CA:TRUE",
            'd/istio-system/cacerts: data.ca.crt: "CN=Tight" has path length 0, and 1 authority below it; issue it with 1 or more, or without',
            "e/istio-system/cacerts: data.ca-key.pem: does not belong to the certificate, give the key that it was issued for",
            'f/istio-system/cacerts: data.root-cert.pem: is not PEM, expected a line "-----BEGIN CERTIFICATE-----" that nothing stands before, no space either',
          ],
        };
      },
    },
  ],
  "authorities-outlast": [
    {
      title: "whose authorities have more than 90 days left, or as many as it asks for",
      isKept: true,
      make: async () => {
        const root = await lasting({ name: "Root", to: 92 });
        const own = await lasting({ name: "Own", issuer: root, to: 92 });
        const data = istiodData({ own, roots: [root.cert] });
        return {
          resources: [
            cacerts("east", data),
            cacerts("west", without(data, "ca-key.pem")),
            cacerts("north", { ...data, "root-cert.pem": base64("nothing") }),
            other("tls:index/selfSignedCert:SelfSignedCert", "root", {
              isCaCertificate: true,
              validityPeriodHours: 91 * 24,
            }),
            other("tls:index/locallySignedCert:LocallySignedCert", "server", {
              validityPeriodHours: 24,
            }),
          ],
          violations: [],
        };
      },
    },
    {
      title: "whose authorities end soon, each said once",
      isKept: false,
      make: async () => {
        const root = await lasting({ name: "Root", to: 90 });
        const middle = await lasting({ name: "Middle", issuer: root, to: 11 });
        const own = await lasting({ name: "Own", issuer: middle, to: -0.5 });
        const parts = { own, between: [middle.cert], roots: [root.cert] };
        const ends = (name: string, { cert }: { cert: string }, days: number, left: number) =>
          `CN=${name} (SHA-256 ${fingerprintOf(cert)}) ends at ${day(days).toISOString()}, in ${left} days, expected more than 90 days`;
        return {
          resources: [
            cacerts("east", istiodData(parts)),
            cacerts("west", tlsData(parts)),
            other("tls:index/selfSignedCert:SelfSignedCert", "root", {
              isCaCertificate: true,
              validityPeriodHours: 90 * 24,
            }),
            other("tls:index/locallySignedCert:LocallySignedCert", "east", {
              isCaCertificate: true,
              validityPeriodHours: 24,
            }),
          ],
          violations: [
            `east/istio-system/cacerts: data.ca-cert.pem: ${ends("Own", own, -0.5, -1)}`,
            `east/istio-system/cacerts: data.cert-chain.pem: ${ends("Middle", middle, 11, 10)}`,
            `east/istio-system/cacerts: data.cert-chain.pem: ${ends("Root", root, 90, 89)}`,
            `west/istio-system/cacerts: data.tls.crt: ${ends("Own", own, -0.5, -1)}`,
            `west/istio-system/cacerts: data.tls.crt: ${ends("Middle", middle, 11, 10)}`,
            `west/istio-system/cacerts: data.ca.crt: ${ends("Root", root, 90, 89)}`,
            "root: validityPeriodHours is 2160, expected more than 90 days",
            "east: validityPeriodHours is 24, expected more than 90 days",
          ],
        };
      },
    },
    {
      title: "whose authorities end sooner than it asks for",
      isKept: false,
      make: async () => {
        const { old: root, ofOld: own } = await twoRoots();
        const data = istiodData({ own, roots: [root.cert] });
        const ends = `ends at ${day(1000).toISOString()}, in 999 days, expected more than 999 days`;
        return {
          resources: [cacerts("east", data)],
          settings: { days: 999 },
          violations: [
            `east/istio-system/cacerts: data.ca-cert.pem: CN=East (SHA-256 ${fingerprintOf(own.cert)}) ${ends}`,
            `east/istio-system/cacerts: data.cert-chain.pem: CN=Old (SHA-256 ${fingerprintOf(root.cert)}) ${ends}`,
          ],
        };
      },
    },
    {
      title: "whose authorities have just as many days as it asks for",
      isKept: true,
      make: async () => {
        const { old: root, ofOld: own } = await twoRoots();
        const data = istiodData({ own, roots: [root.cert] });
        return { resources: [cacerts("east", data)], settings: { days: 998 }, violations: [] };
      },
    },
  ],
  "no-self-made-roots": [
    {
      title: "with one primary that signs itself",
      resources: [member("east"), operator("east"), ...charts("east"), member("edge")],
      violations: [],
    },
    {
      title: "with a cacerts for each, or somebody who signs or writes it",
      resources: [
        operator("east"),
        cacerts("east", {}),
        ...charts("west"),
        externalAuthority("west"),
        ...charts("north", { env: { EXTERNAL_CA: "ISTIOD_RA_KUBERNETES_API" } }),
        operator("south", {}, { pilot: { env: { ENABLE_CA_SERVER: "false" } } }),
        operator("there"),
        object("there", "cert-manager.io/v1:Certificate", "istio-system/istiod", {
          spec: { secretName: "cacerts" },
        }),
      ],
      violations: [],
    },
    {
      title: "that does not know yet which Secret there will be",
      resources: [
        operator("east"),
        cacerts("east", {}),
        ...charts("west"),
        object("west", "core/v1:Secret", `istio-system/${unknown}`),
      ],
      violations: [],
    },
    {
      title: "with primaries that sign themselves",
      resources: [
        operator("east", {}, { pilot: { env: { EXTERNAL_CA: "", ENABLE_CA_SERVER: "true" } } }),
        ...charts("west"),
        cacerts("elsewhere", {}),
        externalAuthority("elsewhere"),
        object("east", "core/v1:Secret", "shop/cacerts"),
        object("east", "cert-manager.io/v1:Certificate", "istio-system/other", {
          spec: { secretName: "other" },
        }),
      ],
      violations: [`east: ${lacksCacerts}`, `west: ${lacksCacerts}`],
    },
  ],
};
