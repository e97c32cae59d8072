import type { Resource } from "../../../../policies/resource";
import { buildRemoteKubeconfig } from "../../../../components/specs/remote-secret";
import { base64, kubeconfigText } from "../../../support/meshes";
import { unknown } from "../run-rule";
import { type Case, type Cases, member, object, operator } from "./case";

/** A token of somebody. */
function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [part({ alg: "RS256", kid: "key" }), part(claims), "c2lnbmF0dXJl"].join(".");
}
const reader = jwt({ sub: "system:serviceaccount:istio-system:istio-reader-service-account" });

const server = "https://west.example:6443";
const caData = base64("authority");
const right = (token = reader) => buildRemoteKubeconfig({ cluster: "west", server, caData, token });
const cluster = { server, "certificate-authority-data": caData };
/** One that differs from what is right. */
const wrong = (parts: { cluster?: object; user?: object }) =>
  kubeconfigText({
    name: "west",
    cluster: { ...cluster, ...parts.cluster },
    user: { token: reader, ...parts.user },
  });

const labels = { "istio/multiCluster": "true" };
/** Kubeconfigs by the names of clusters, as `stringData` where that is what is tested. */
function remoteSecret(
  into: string,
  kubeconfigs: Readonly<Record<string, string>>,
  { field = "data", address = "istio-system/istio-remote-secret-west", labelled = labels } = {},
): Resource {
  const written = Object.entries(kubeconfigs).map(([name, text]) => [
    name,
    field === "data" ? base64(text) : text,
  ]);
  const content = { [field]: Object.fromEntries(written) as object };
  return object(into, "core/v1:Secret", address, content, { labels: labelled });
}
const at = (field: string) => ({ field });
const notOurs = remoteSecret(
  "east",
  { west: "nothing" },
  { labelled: { "istio/multiCluster": "false" } },
);

const place = "east/istio-system/istio-remote-secret-west";
const said = (...messages: readonly string[]) => messages.map((one) => `${place}: ${one}`);
const expectedToken = "expected a token of the service account istio-reader-service-account";

/** What is the same for all rules about one kubeconfig. */
const fine: Case = {
  title: "whose remote secrets are as istioctl makes them",
  resources: [
    remoteSecret("east", { west: right() }),
    remoteSecret("north", { west: right("opaque"), south: right() }, at("stringData")),
    notOurs,
    object(
      "east",
      "core/v1:ConfigMap",
      "istio-system/west",
      { data: { west: "nothing" } },
      { labels },
    ),
  ],
  violations: [],
};

const watching = (into: string, ...names: readonly string[]) =>
  remoteSecret(into, Object.fromEntries(names.map((one) => [one, right()])));
const called = (
  cluster: string,
  clusterName: string,
  spec: Readonly<Record<string, unknown>> = {},
) => operator(cluster, spec, { global: { multiCluster: { clusterName } } });
const twoPrimaries = [
  member("east"),
  member("edge", { primary: "east" }),
  member("west"),
  member("wing", { primary: "west" }),
];
const missing = (key: string) =>
  `no Secret with the label istio/multiCluster: "true" has the key ${key}, expected one of each other cluster`;

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000 - 60_000).toISOString();
interface Token {
  readonly account?: string;
  readonly type?: string;
}
const token = (
  cluster: string,
  creationTimestamp?: string,
  {
    account = "istio-reader-service-account",
    type = "kubernetes.io/service-account-token",
  }: Token = {},
) =>
  object(
    cluster,
    "core/v1:Secret",
    "istio-system/token",
    { type },
    {
      annotations: { "kubernetes.io/service-account.name": account },
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
  );
const [old, older] = [daysAgo(91), daysAgo(400)];

const configMap = (name: string, content: Readonly<Record<string, unknown>>) =>
  object("east", "core/v1:ConfigMap", `shop/${name}`, content);

export const remoteSecrets: Cases = {
  "remote-secrets-run-nothing": [
    fine,
    {
      title: "whose remote secrets run commands, read files, or are none",
      resources: [
        remoteSecret("east", {
          a: wrong({ user: { exec: { command: "aws" }, "auth-provider": { name: "gcp" } } }),
          b: wrong({
            cluster: { "certificate-authority": "/a" },
            user: { "client-certificate": "/b", "client-key": "/c", tokenFile: "/d" },
          }),
          c: "kind: List",
          d: "{",
        }),
        remoteSecret("east", { e: "" }, at("stringData")),
      ],
      violations: said(
        "data.a: users[0].user.exec signs in by a command or a plugin, expected a token",
        "data.a: users[0].user.auth-provider signs in by a command or a plugin, expected a token",
        "data.b: clusters[0].cluster.certificate-authority is a file, expected its content in the kubeconfig",
        "data.b: users[0].user.client-certificate is a file, expected its content in the kubeconfig",
        "data.b: users[0].user.client-key is a file, expected its content in the kubeconfig",
        "data.b: users[0].user.tokenFile is a file, expected its content in the kubeconfig",
        "data.c: it is no kubeconfig, expected one",
        "data.d: it is no kubeconfig, expected one",
        "stringData.e: it is no kubeconfig, expected one",
      ),
    },
  ],
  "remote-secrets-verify-server": [
    fine,
    {
      title: "whose remote secrets lead to whoever answers",
      resources: [
        remoteSecret("east", {
          a: wrong({
            cluster: { server: "http://west.example", "insecure-skip-tls-verify": true },
          }),
          b: wrong({ cluster: { server: "", "certificate-authority-data": "" } }),
          c: "kind: Config",
        }),
      ],
      violations: said(
        "data.a: clusters[0].cluster.server is no https URL",
        "data.a: clusters[0].cluster.insecure-skip-tls-verify is true, expected it not to be set",
        "data.b: clusters[0].cluster.server is no https URL",
        "data.b: clusters[0].cluster.certificate-authority-data is missing, expected the API server's authority",
        "data.c: it has no cluster",
      ),
    },
  ],
  "remote-secrets-of-reader": [
    fine,
    {
      title: "whose remote secrets are somebody else's",
      resources: [
        remoteSecret("east", {
          a: wrong({ user: { token: jwt({ sub: "system:serviceaccount:kube-system:admin" }) } }),
          b: wrong({
            user: {
              token: "",
              "client-certificate-data": caData,
              "client-key-data": caData,
              username: "admin",
              password: "canary-of-a-password",
            },
          }),
          c: "kind: Config",
          d: right(jwt({ sub: "system:serviceaccount:a:b:istio-reader-service-account" })),
        }),
      ],
      violations: said(
        `data.a: users[0].user.token is somebody else's, ${expectedToken}`,
        `data.b: users[0].user.token is missing, ${expectedToken}`,
        `data.b: users[0].user.client-certificate-data is another credential, ${expectedToken} alone`,
        `data.b: users[0].user.client-key-data is another credential, ${expectedToken} alone`,
        `data.b: users[0].user.username is another credential, ${expectedToken} alone`,
        `data.b: users[0].user.password is another credential, ${expectedToken} alone`,
        `data.c: it has no user, ${expectedToken}`,
        `data.d: users[0].user.token is somebody else's, ${expectedToken}`,
      ),
    },
  ],
  "remote-secrets-complete": [
    {
      title: "whose primaries watch all others, by the names that Istio knows",
      resources: [
        ...twoPrimaries,
        called("west", "prod-west"),
        watching("east", "edge", "prod-west"),
        remoteSecret("east", { wing: right() }, at("stringData")),
        watching("west", "east", "edge", "wing"),
      ],
      violations: [],
    },
    {
      title: "that does not know yet what a Secret is",
      resources: [
        ...twoPrimaries.slice(0, 2),
        object("east", "core/v1:Secret", "istio-system/other", {}, { labels: unknown }),
      ],
      violations: [],
    },
    {
      title: "that does not know yet what clusters are called",
      resources: [
        ...twoPrimaries.slice(0, 3),
        watching("west", "east"),
        called("west", "west", { profile: unknown }),
        operator("edge", { profile: "remote", values: unknown }),
      ],
      violations: [],
    },
    {
      title: "whose primaries lack some, or have them where istiod does not look",
      resources: [
        ...twoPrimaries,
        called("west", "prod-west"),
        watching("east", "west"),
        remoteSecret("east", { wing: right() }, { address: "shop/istio-remote-secret-wing" }),
        remoteSecret("east", { edge: right() }, { labelled: { "istio/multiCluster": "false" } }),
        watching("west", "edge", "wing"),
        watching("edge", "east"),
      ],
      violations: [`east: ${missing("edge, prod-west, wing")}`, `west: ${missing("east")}`],
    },
  ],
  "remote-secrets-name-others": [
    {
      title: "whose keys are names of others, also of those that are known by their provider only",
      resources: [
        ...twoPrimaries,
        called("west", "prod-west"),
        watching("east", "prod-west", "edge", "plain"),
        watching("edge", "edge"),
        remoteSecret("east", { east: right() }, { address: "shop/istio-remote-secret-east" }),
        object("plain", "core/v1:Namespace", "shop"),
      ],
      violations: [],
    },
    {
      title: "whose keys are the cluster's own name, or nobody's",
      resources: [
        ...twoPrimaries.slice(0, 3),
        called("west", "prod-west"),
        watching("east", "east", "west", "edge"),
        watching("west", "prod-west"),
      ],
      violations: [
        ...said(
          "the key east is the cluster's own name, which istiod passes over, expected one of edge, prod-west",
          "the key west is no cluster's name, expected one of edge, prod-west",
        ),
        "west/istio-system/istio-remote-secret-west: the key prod-west is the cluster's own name, which istiod passes over, expected one of east, edge",
      ],
    },
    {
      title: "with one cluster that watches itself",
      resources: [member("east"), watching("east", "east")],
      violations: said(
        "the key east is the cluster's own name, which istiod passes over, expected none, there is no other cluster",
      ),
    },
  ],
  "reader-tokens-young": [
    {
      title: "whose tokens are young, about to be made, of others, or bound",
      resources: [
        token("east", daysAgo(90)),
        token("west"),
        token("north", older, { account: "other" }),
        token("south", older, { type: "Opaque" }),
      ],
      violations: [],
    },
    {
      title: "whose token is as old as it may be",
      resources: [token("east", older)],
      settings: { days: 400 },
      violations: [],
    },
    {
      title: "whose tokens are old",
      resources: [token("east", old), token("west", older)],
      violations: [
        `east/istio-system/token: metadata.creationTimestamp is ${old}, 91 days ago, expected at most 90: the token does not end`,
        `west/istio-system/token: metadata.creationTimestamp is ${older}, 400 days ago, expected at most 90: the token does not end`,
      ],
    },
    {
      title: "whose token is older than it may be",
      resources: [token("east", old)],
      settings: { days: 30 },
      violations: [
        `east/istio-system/token: metadata.creationTimestamp is ${old}, 91 days ago, expected at most 30: the token does not end`,
      ],
    },
  ],
  "no-credentials-in-config-maps": [
    {
      title: "with kubeconfigs that lead somewhere and open nothing, and tokens of people",
      resources: [
        configMap("open", {
          data: {
            kubeconfig: kubeconfigText({ name: "west", user: { exec: { command: "aws" } } }),
            token: jwt({ sub: "somebody" }),
            other: "kind: Config\nusers: [",
            list: `kind: ConfigMap\nusers: [{ user: { token: a } }]`,
          },
        }),
        remoteSecret("east", { west: right() }),
      ],
      violations: [],
    },
    {
      title: "with credentials in ConfigMaps, as they are or in base64",
      resources: [
        configMap("plain", {
          data: {
            west: right("opaque"),
            json: JSON.stringify({
              kind: "Config",
              users: [{ user: { password: "canary-of-a-password", "client-key-data": "a" } }],
            }),
            token: `token=${reader}`,
          },
          binaryData: { west: base64(right()) },
        }),
        configMap("manifest", {
          data: { secret: `kind: Secret\ndata:\n  west: ${base64(right())}` },
        }),
      ],
      violations: [
        "east/shop/plain: data.west: users[0].user.token is a credential, expected it in a Secret",
        "east/shop/plain: data.json: users[0].user.client-key-data is a credential, expected it in a Secret",
        "east/shop/plain: data.json: users[0].user.password is a credential, expected it in a Secret",
        "east/shop/plain: data.token holds a token of a service account, expected it in a Secret",
        "east/shop/plain: binaryData.west: users[0].user.token is a credential, expected it in a Secret",
        "east/shop/manifest: data.secret: users[0].user.token is a credential, expected it in a Secret",
      ],
    },
  ],
};
