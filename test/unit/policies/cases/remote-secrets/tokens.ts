import { base64, kubeconfigText } from "../../../../support/meshes";
import { type Cases, object } from "../case";
import { jwt, reader, remoteSecret, right } from "./made";

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
const [young, old, older] = [daysAgo(0), daysAgo(91), daysAgo(400)];

const configMap = (name: string, content: Readonly<Record<string, unknown>>) =>
  object("east", "core/v1:ConfigMap", `shop/${name}`, content);

export const tokenCases: Cases = {
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
      title: "that may have none that does not end",
      resources: [token("east", young), token("west")],
      settings: { days: 0 },
      violations: [
        `east/istio-system/token: metadata.creationTimestamp is ${young}, 0 days ago, expected no such token: the token does not end`,
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
