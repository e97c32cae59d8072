import { readerServiceAccount } from "../../../components/names";
import { kubeconfigFiles } from "../../../stacks/kubeconfig";
import { contentOf } from "../../seen/content";
import { type Kubeconfig, kubeconfigOf, type Part, subjectOf } from "../../seen/kubeconfigs";
import { isRemoteSecret } from "../../seen/remote-secrets";
import { ofKinds, type ResourceRule } from "../../rule";

const remediation =
  "take the Secret away, and let the stack make it by clusters[]; or write it with istioctl create-remote-secret";

/** A check of each kubeconfig of a remote secret; never says what is in it. */
function ofKubeconfigs(
  problemsOf: (kubeconfig: Kubeconfig) => readonly string[],
  unreadable: readonly string[],
): ResourceRule["check"] {
  return ofKinds(["core/Secret"], (object) =>
    isRemoteSecret(object)
      ? contentOf(object).flatMap(({ path, read }) => {
          const kubeconfig = kubeconfigOf(read());
          const problems = kubeconfig === undefined ? unreadable : problemsOf(kubeconfig);
          return problems.map((one) => `${path}: ${one}`);
        })
      : [],
  );
}

export const runsNothing: ResourceRule = {
  name: "remote-secrets-run-nothing",
  description: "A remote secret runs no command and reads no file to sign in",
  why: "The command is run, and the file is read, in istiod's own pod: whoever writes the Secret has a way into the control plane.",
  remediation,
  severity: "critical",
  level: "mandatory",
  source: "https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars",
  check: ofKubeconfigs(
    ({ clusters, users }) =>
      [...clusters, ...users].flatMap(({ path, fields }) => [
        ...["exec", "auth-provider"]
          .filter((key) => has(fields, key))
          .map((key) => `${path}.${key} signs in by a command or a plugin, expected a token`),
        ...kubeconfigFiles
          .filter((key) => has(fields, key))
          .map((key) => `${path}.${key} is a file, expected its content in the kubeconfig`),
      ]),
    ["it is no kubeconfig, expected one"],
  ),
};

export const verifiesServer: ResourceRule = {
  name: "remote-secrets-verify-server",
  description:
    "A remote secret leads to an API server by https, and has the authority to verify it",
  why: "Whoever answers in the API server's place is given the token, and tells istiod where workloads are.",
  remediation,
  severity: "critical",
  level: "mandatory",
  source: "https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/",
  check: ofKubeconfigs(
    ({ clusters }) =>
      clusters.length === 0 ? ["it has no cluster"] : clusters.flatMap(unverified),
    [],
  ),
};

function unverified({ path, fields }: Part): string[] {
  const { server } = fields;
  const isHttps = typeof server === "string" && /^https:\/\//i.test(server);
  return [
    ...(isHttps ? [] : [`${path}.server is no https URL`]),
    ...(has(fields, "certificate-authority-data")
      ? []
      : [`${path}.certificate-authority-data is missing, expected the API server's authority`]),
    ...(fields["insecure-skip-tls-verify"] === true
      ? [`${path}.insecure-skip-tls-verify is true, expected it not to be set`]
      : []),
  ];
}

/** Other ways to sign in, which need no command and no file. */
const otherCredentials = ["client-certificate-data", "client-key-data", "username", "password"];
const readerSubject = new RegExp(`^system:serviceaccount:[^:]+:${readerServiceAccount}$`);
const expectedToken = `expected a token of the service account ${readerServiceAccount}`;

export const signsInAsReader: ResourceRule = {
  name: "remote-secrets-of-reader",
  description: "A remote secret signs in by a token of the reader's service account",
  why: "The reader may see what istiod needs to know; with an administrator's credential a peer's cluster falls with the cluster that holds it.",
  remediation,
  severity: "high",
  level: "mandatory",
  source: "https://istio.io/latest/docs/reference/commands/istioctl/#istioctl-create-remote-secret",
  check: ofKubeconfigs(
    ({ users }) =>
      users.length === 0 ? [`it has no user, ${expectedToken}`] : users.flatMap(notReader),
    [],
  ),
};

function notReader({ path, fields }: Part): string[] {
  const { token } = fields;
  const subject = typeof token === "string" ? subjectOf(token) : undefined;
  return [
    ...(has(fields, "token") ? [] : [`${path}.token is missing, ${expectedToken}`]),
    ...(subject === undefined || readerSubject.test(subject)
      ? []
      : [`${path}.token is somebody else's, ${expectedToken}`]),
    ...otherCredentials
      .filter((key) => has(fields, key))
      .map((key) => `${path}.${key} is another credential, ${expectedToken} alone`),
  ];
}

function has(fields: Part["fields"], key: string): boolean {
  const value = fields[key];
  return value !== undefined && value !== null && value !== "";
}
