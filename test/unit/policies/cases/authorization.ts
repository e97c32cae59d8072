import { unknown } from "../run-rule";
import { type Cases, member, object } from "./case";

const policy = (address: string, spec?: object, annotations?: Readonly<Record<string, string>>) =>
  object(
    "east",
    "security.istio.io/v1:AuthorizationPolicy",
    address,
    spec === undefined ? {} : { spec },
    annotations === undefined ? {} : { annotations },
  );
const dryRun = { "istio.io/dry-run": "true" };
const noDefault =
  "east: no AuthorizationPolicy of istio-system without a selector is an ALLOW without spec.rules";

export const authorization: Cases = {
  "mesh-wide-default-deny": [
    {
      title: "with one on each primary, which remotes have theirs from",
      resources: [
        member("east"),
        member("edge", { primary: "east" }),
        policy("istio-system/default-deny", {}),
      ],
      violations: [],
    },
    {
      title: "with one that has no spec at all",
      resources: [member("east"), policy("istio-system/default-deny")],
      violations: [],
    },
    {
      title: "with one of which only an update will know what it allows",
      resources: [member("east"), policy("istio-system/default-deny", { rules: unknown })],
      violations: [],
    },
    {
      title: "with none",
      resources: [member("east")],
      violations: [noDefault],
    },
    {
      title: "with those of a namespace, of workloads or of a gateway",
      resources: [
        member("east"),
        policy("shop/default-deny", {}),
        policy("istio-system/app", { selector: { matchLabels: { app: "a" } } }),
        policy("istio-system/gateway", { targetRef: { kind: "Gateway", name: "a" } }),
        policy("istio-system/gateways", { targetRefs: [{ kind: "Gateway", name: "a" }] }),
      ],
      violations: [noDefault],
    },
    {
      title: "with those that allow something, deny nothing, or are tried out",
      resources: [
        member("east"),
        policy("istio-system/some", { rules: [{ to: [{ operation: { paths: ["/a"] } }] }] }),
        policy("istio-system/deny", { action: "DENY" }),
        policy("istio-system/dry-run", {}, dryRun),
      ],
      violations: [noDefault],
    },
  ],
  "fail-closed-authorization": [
    {
      title: "that allows what is named, and denies what is not",
      resources: [
        policy("shop/allow", {
          action: "ALLOW",
          rules: [
            {
              from: [{ source: { principals: ["cluster.local/ns/web/sa/web"] } }],
              to: [{ operation: { paths: ["/a"], ports: ["8080"], notPaths: [] } }],
              when: [{ key: "request.headers[x-a]", values: ["b"] }],
            },
          ],
        }),
        policy("shop/deny", {
          action: "DENY",
          rules: [
            {
              from: [{ source: { notNamespaces: ["web"] } }],
              to: [{ operation: { notPaths: ["/a"], ports: ["8080"] } }],
              when: [{ key: "request.headers[x-a]", notValues: ["b"] }],
            },
          ],
        }),
        policy("shop/audit", {
          action: "AUDIT",
          rules: [{ to: [{ operation: { paths: ["/a"], notPaths: ["/b"] } }] }],
        }),
      ],
      violations: [],
    },
    {
      title: "that allows all but what is named",
      resources: [
        policy("shop/allow", {
          rules: [
            { to: [{ operation: { paths: ["/a"] } }] },
            {
              from: [{ source: { notPrincipals: ["cluster.local/ns/web/sa/web"] } }],
              to: [{ operation: { paths: ["/a"], notMethods: ["POST"] } }],
              when: [{ key: "request.headers[x-a]", notValues: ["b"] }],
            },
          ],
        }),
      ],
      violations: [
        "east/shop/allow: spec.rules[1].from[0].source.notPrincipals is in a policy with action ALLOW, expected principals",
        "east/shop/allow: spec.rules[1].to[0].operation.notMethods is in a policy with action ALLOW, expected methods",
        "east/shop/allow: spec.rules[1].when[0].notValues is in a policy with action ALLOW, expected values",
      ],
    },
    {
      title: "that denies nothing but what is named",
      resources: [
        policy("shop/deny", {
          action: "DENY",
          rules: [
            {
              from: [{ source: { namespaces: ["web"] } }],
              to: [{ operation: { paths: ["/a"], notHosts: ["a.example.org"] } }],
              when: [{ key: "source.ip", values: ["10.0.0.1"] }],
            },
          ],
        }),
      ],
      violations: [
        "east/shop/deny: spec.rules[0].from[0].source.namespaces is in a policy with action DENY, expected notNamespaces",
        "east/shop/deny: spec.rules[0].to[0].operation.paths is in a policy with action DENY, expected notPaths",
        "east/shop/deny: spec.rules[0].when[0].values is in a policy with action DENY, expected notValues",
      ],
    },
    {
      title: "with other fields that its config tolerates",
      resources: [
        policy("shop/deny", {
          action: "DENY",
          rules: [
            {
              from: [{ source: { namespaces: ["web"] } }],
              to: [{ operation: { ports: ["8080"] } }],
            },
          ],
        }),
      ],
      settings: { tolerated: ["namespaces"] },
      violations: [
        "east/shop/deny: spec.rules[0].to[0].operation.ports is in a policy with action DENY, expected notPorts",
      ],
    },
  ],
  "no-allow-all-authorization": [
    {
      title: "that allows somebody, something, or on a condition",
      resources: [
        policy("shop/allow", {
          rules: [
            { from: [{ source: { principals: ["cluster.local/ns/web/*"] } }] },
            { from: [{ source: { principals: ["*/sa/web"], namespaces: ["web", "shop-*"] } }] },
            { to: [{ operation: { paths: ["/public/*"], methods: ["*"] } }] },
            { to: [{ operation: { paths: ["/a"] } }] },
            { when: [{ key: "source.namespace", values: ["web"] }] },
            { when: [{ key: "request.headers[x-a]", values: ["*"] }] },
            { from: [{ source: { requestPrincipals: ["*"] } }] },
          ],
        }),
        policy("shop/deny", {
          action: "DENY",
          rules: [{}, { from: [{ source: { principals: ["*"] } }] }],
        }),
      ],
      violations: [],
    },
    {
      title: "that allows every request",
      resources: [
        policy("shop/allow", {
          action: "ALLOW",
          rules: [
            {},
            { to: [{ operation: { paths: ["/a"] } }, { operation: { paths: ["*"] } }] },
            { to: [{ operation: { paths: ["*"], notPaths: ["/admin"] } }] },
          ],
        }),
      ],
      violations: [
        "east/shop/allow: spec.rules[0] matches every request",
        "east/shop/allow: spec.rules[1] matches every request",
      ],
    },
    {
      title: "that allows everybody",
      resources: [
        policy("shop/allow", {
          rules: [
            {
              from: [
                { source: { namespaces: ["web"] } },
                { source: { principals: ["cluster.local/ns/web/sa/web", "*"] } },
                { source: { principals: ["cluster.local/*", "cluster.local/ns/*"] } },
                { source: { namespaces: ["*"] } },
              ],
              to: [{ operation: { paths: ["/a"] } }],
            },
            {
              when: [
                { key: "source.principal", values: ["*"] },
                { key: "source.namespace", values: ["*"] },
              ],
            },
          ],
        }),
      ],
      violations: [
        "east/shop/allow: spec.rules[0].from[1].source.principals has *, expected names of principals or namespaces",
        "east/shop/allow: spec.rules[0].from[2].source.principals has cluster.local/*, expected names of principals or namespaces",
        "east/shop/allow: spec.rules[0].from[2].source.principals has cluster.local/ns/*, expected names of principals or namespaces",
        "east/shop/allow: spec.rules[0].from[3].source.namespaces has *, expected names of principals or namespaces",
        "east/shop/allow: spec.rules[1].when[0].values has *, expected names of principals or namespaces",
        "east/shop/allow: spec.rules[1].when[1].values has *, expected names of principals or namespaces",
      ],
    },
  ],
  "no-dry-run-authorization": [
    {
      title: "that is enforced",
      resources: [policy("shop/allow", {}), policy("shop/no", {}, { "istio.io/dry-run": "false" })],
      violations: [],
    },
    {
      title: "that is only tried out",
      resources: [
        policy("shop/allow", {}, dryRun),
        policy("shop/t", {}, { "istio.io/dry-run": "T" }),
      ],
      violations: [
        'east/shop/allow: metadata.annotations["istio.io/dry-run"] is true, expected none',
        'east/shop/t: metadata.annotations["istio.io/dry-run"] is T, expected none',
      ],
    },
  ],
};
