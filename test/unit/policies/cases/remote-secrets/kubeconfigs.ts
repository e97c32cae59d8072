import { kubeconfigText } from "../../../../support/meshes";
import { type Case, type Cases, object } from "../case";
import { caData, jwt, labels, reader, remoteSecret, right, said, server } from "./made";

const cluster = { server, "certificate-authority-data": caData };
/** One that differs from what is right. */
const wrong = (parts: { cluster?: object; user?: object }) =>
  kubeconfigText({
    name: "west",
    cluster: { ...cluster, ...parts.cluster },
    user: { token: reader, ...parts.user },
  });

const notOurs = remoteSecret(
  "east",
  { west: "nothing" },
  { labelled: { "istio/multiCluster": "false" } },
);

const expectedToken = "expected a token of the service account istio-reader-service-account";

/** What is the same for all rules about one kubeconfig. */
const fine: Case = {
  title: "whose remote secrets are as istioctl makes them",
  resources: [
    remoteSecret("east", { west: right() }),
    remoteSecret("north", { west: right("opaque"), south: right() }, { field: "stringData" }),
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

export const kubeconfigCases: Cases = {
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
        remoteSecret("east", { e: "" }, { field: "stringData" }),
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
};
