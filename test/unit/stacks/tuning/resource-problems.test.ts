import assert from "node:assert/strict";
import { validate } from "../../../../stacks/validate";
import { oneCluster, rawConfig } from "../../../support/meshes";
import { problems, withCluster, withKey } from "../../../support/problems";

const inMesh = (tuning: object) => withKey("tuning", tuning);
const ofProxy = (resources: unknown) => inMesh({ proxy: { resources } });
const overlaid = (...overlays: unknown[]) => inMesh({ overlays });

describe("the resources of a control plane and its proxies", () => {
  const fine: readonly (readonly [rule: string, found: string[]])[] = [
    ["a limit above the default request", ofProxy({ limits: { memory: "128Mi" } })],
    ["a limit with its request", ofProxy({ requests: { cpu: 3 }, limits: { cpu: 4 } })],
    [
      "any limit that a request of 2Gi fits",
      inMesh({ istiod: { resources: { limits: { memory: "2Gi" } } } }),
    ],
    [
      "any request of istiod, which has no limits",
      inMesh({ istiod: { resources: { requests: { cpu: 16 } } } }),
    ],
    [
      "null, which brings the default back",
      overlaid(
        { values: { global: { proxy: { resources: { limits: { memory: "64Mi" } } } } } },
        { values: { global: { proxy: { resources: { limits: null } } } } },
      ),
    ],
    [
      "null, of all that stands above the resources",
      overlaid(
        { values: { global: { proxy: { resources: { limits: { memory: "64Mi" } } } } } },
        { values: { global: null } },
      ),
    ],
  ];
  for (const [rule, found] of fine) {
    it(`may have ${rule}`, () => assert.deepEqual(found, []));
  }

  const refused: readonly (readonly [rule: string, found: string[], ...expected: string[]])[] = [
    [
      "a proxy's limit of memory is below the default request",
      ofProxy({ limits: { memory: "64Mi" } }),
      "istio-mesh:tuning.proxy.resources.limits.memory: 64Mi is less than the request, 128Mi, which is Istio's default; give requests.memory as well",
    ],
    [
      "a proxy's limit of CPU is below the default request",
      ofProxy({ limits: { cpu: "50m" } }),
      "istio-mesh:tuning.proxy.resources.limits.cpu: 50m is less than the request, 100m, which is Istio's default; give requests.cpu as well",
    ],
    [
      "a proxy's request is above the default limit",
      ofProxy({ requests: { cpu: 3, memory: "2Gi" } }),
      "istio-mesh:tuning.proxy.resources.requests.cpu: 3 is more than the limit, 2000m, which is Istio's default; give limits.cpu as well",
      "istio-mesh:tuning.proxy.resources.requests.memory: 2Gi is more than the limit, 1024Mi, which is Istio's default; give limits.memory as well",
    ],
    [
      "a limit of istiod is below the default request",
      inMesh({ istiod: { resources: { limits: { memory: "1Gi" } } } }),
      "istio-mesh:tuning.istiod.resources.limits.memory: 1Gi is less than the request, 2048Mi, which is Istio's default; give requests.memory as well",
    ],
    [
      "a cluster's own keys do not fit the default",
      withCluster({ tuning: { proxy: { resources: { limits: { memory: "64Mi" } } } } }),
      "istio-mesh:clusters[0].tuning.proxy.resources.limits.memory: 64Mi is less than the request, 128Mi, which is Istio's default; give requests.memory as well",
    ],
    [
      "a cluster's request is above the mesh's limit",
      problems(
        rawConfig(
          [
            [
              "east",
              undefined,
              { tuning: { proxy: { resources: { requests: { memory: "2Gi" } } } } },
            ],
          ],
          { tuning: { proxy: { resources: { limits: { memory: "512Mi" } } } } },
        ),
      ),
      "istio-mesh:clusters[0].tuning.proxy.resources.requests.memory: 2Gi is more than the limit, 512Mi, which istio-mesh:tuning.proxy.resources.limits.memory says; give limits.memory as well",
    ],
    [
      "an overlay does not fit the keys",
      inMesh({
        proxy: { resources: { requests: { memory: "256Mi" } } },
        overlays: [
          '{"spec":{"values":{"global":{"proxy":{"resources":{"limits":{"memory":"0.1Gi"}}}}}}}',
        ],
      }),
      "istio-mesh:tuning.overlays[0].spec.values.global.proxy.resources.limits.memory: 0.1Gi is less than the request, 256Mi, which istio-mesh:tuning.proxy.resources.requests.memory says; give requests.memory as well",
    ],
    [
      "an overlay says it at the operator's place",
      overlaid({ components: { pilot: { k8s: { resources: { limits: { cpu: "0.25" } } } } } }),
      "istio-mesh:tuning.overlays[0].components.pilot.k8s.resources.limits.cpu: 0.25 is less than the request, 500m, which is Istio's default; give requests.cpu as well",
    ],
  ];
  for (const [rule, found, ...expected] of refused) {
    it(`are refused where ${rule}`, () => assert.deepEqual(found, expected));
  }

  const little = { proxy: { resources: { limits: { memory: "64Mi" } } } };

  it("of the mesh are wrong once, on however many clusters", () => {
    const raw = rawConfig([["east"], ["west"]], { tuning: little });
    const found = problems(raw).filter((one) => one.includes("resources"));
    assert.equal(found.length, 1);
  });

  it("of the mesh are fine where each cluster mends them", () => {
    const enough = { proxy: { resources: { requests: { memory: "32Mi" } } } };
    const raw = rawConfig([["east", undefined, { tuning: enough }]], { tuning: little });
    assert.deepEqual(problems(raw), []);
  });

  it("are read in files of overlays", () => {
    const raw = rawConfig(oneCluster, { tuning: { overlays: [{ file: "small.yml" }] } });
    const text = "values: { pilot: { resources: { limits: { cpu: 100m } } } }";
    assert.deepEqual(validate(raw, "istio-mesh:", new Map([["small.yml", text]])).problems, [
      {
        path: "istio-mesh:tuning.overlays[0] (small.yml).values.pilot.resources.limits.cpu",
        message:
          "100m is less than the request, 500m, which is Istio's default; give requests.cpu as well",
      },
    ]);
  });
});
