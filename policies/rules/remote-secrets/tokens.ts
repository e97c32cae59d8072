import { readerServiceAccount } from "../../../components/names";
import { daysUntil } from "../../../stacks/certificates/expiry";
import { contentOf, withDecoded } from "../../seen/content";
import { decided } from "../../decided";
import { kubeconfigOf, subjectOf } from "../../seen/kubeconfigs";
import { annotationOf, type KubernetesObject } from "../../seen/resource";
import { ofKinds, type ResourceRule, type StackRule } from "../../rule";
import { numberAt, textAt } from "../../values";

const defaultDays = 90;

/** A stack's resources tell when they were made, once they are there; inputs do not. */
export const tokensYoung: StackRule = {
  name: "reader-tokens-young",
  description: "Tokens of readers that never end are replaced once in a while",
  why: "A token in a Secret is valid as long as the Secret is there: one that has leaked opens the cluster until then.",
  remediation:
    "delete the Secret and run up --refresh, which makes another token and tells the peers; or sign in by bound tokens, which end by themselves (kubectl create token)",
  severity: "low",
  level: "advisory",
  source: "https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets",
  settings: {
    days: {
      type: "integer",
      minimum: 0,
      default: defaultDays,
      description: "How many days old a token may be; 0 for none that does not end, however young.",
    },
  },
  checkStack: (stack, settings) => {
    const days = numberAt(settings, "days") ?? defaultDays;
    return decided(stack.of("core/Secret"), (object) => {
      const made = isReaderToken(object)
        ? textAt(object.props, "metadata", "creationTimestamp")
        : undefined;
      if (made === undefined) {
        return [];
      }
      const age = daysUntil(new Date(), new Date(made));
      const allowed = days === 0 ? "no such token" : `at most ${days}`;
      return age > days || days === 0
        ? [
            {
              message: `metadata.creationTimestamp is ${made}, ${age} days ago, expected ${allowed}: the token does not end`,
              about: object,
            },
          ]
        : [];
    }).found;
  },
};

function isReaderToken(object: KubernetesObject): boolean {
  return (
    textAt(object.props, "type") === "kubernetes.io/service-account-token" &&
    annotationOf(object, "kubernetes.io/service-account.name") === readerServiceAccount
  );
}

export const noneInConfigMaps: ResourceRule = {
  name: "no-credentials-in-config-maps",
  description: "No ConfigMap holds a kubeconfig with a credential, or a token of a service account",
  why: "ConfigMaps are read by everybody who may look around in the namespace, and are not encrypted at rest.",
  remediation: "move it into a Secret, and make another credential, for this one has been seen",
  severity: "critical",
  level: "mandatory",
  source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
  check: ofKinds(["core/ConfigMap"], (object) =>
    contentOf(object).flatMap(({ path, read }) => {
      const texts = withDecoded(read());
      const credentials = [...new Set(texts.flatMap(credentialsIn))];
      return credentials.length > 0
        ? credentials.map((one) => `${path}: ${one} is a credential, expected it in a Secret`)
        : texts.some(holdsToken)
          ? [`${path} holds a token of a service account, expected it in a Secret`]
          : [];
    }),
  ),
};

/** A line that every kubeconfig has; most ConfigMaps are not worth parsing. */
const kindConfig = /\bkind["']?\s*:\s*["']?Config\b/;
const credentialKeys = ["token", "client-key-data", "password"];

/** Where in a kubeconfig credentials stand. */
function credentialsIn(text: string): string[] {
  const { users = [] } = (kindConfig.test(text) ? kubeconfigOf(text) : undefined) ?? {};
  return users.flatMap(({ path, fields }) =>
    credentialKeys
      .filter((key) => typeof fields[key] === "string" && fields[key] !== "")
      .map((key) => `${path}.${key}`),
  );
}

/** Header and payload of a JWT are objects, which in base64 begin thus. */
const jwt = /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g;

function holdsToken(text: string): boolean {
  const tokens = text.match(jwt) ?? [];
  return tokens.some((one) => subjectOf(one)?.startsWith("system:serviceaccount:"));
}
