import assert from "node:assert/strict";
import { ConfigError, oneOf } from "../../../stacks/config-error";
import { validate } from "../../../stacks/validate";
import { rawConfig, twoNetworks } from "../../support/meshes";
import { withKey, withMesh } from "../../support/problems";

const cluster = (name: string, other: object = {}) => ({
  name,
  network: "net",
  kubeconfig: { path: `${name}.yaml` },
  ...other,
});

describe("the clusters of a config", () => {
  it("have names of their own", () => {
    const clusters = [cluster("east"), cluster("west"), cluster("east"), cluster("east")];
    const taken = '"east" is the name of clusters[0] already, each cluster needs its own';
    assert.deepEqual(withKey("clusters", clusters), [
      `istio-mesh:clusters[2].name: ${taken}`,
      `istio-mesh:clusters[3].name: ${taken}`,
    ]);
  });

  it("are handed on where they are well-formed, with their place in the list", () => {
    const { clusters, config } = validate(
      rawConfig(twoNetworks, { clusters: [{ name: "BAD" }, cluster("west")] }),
      "istio-mesh:",
    );
    assert.equal(config, undefined);
    assert.deepEqual(clusters, [
      { path: "istio-mesh:clusters[1]", cluster: { ...cluster("west"), maintenance: false } },
    ]);
  });
});

describe("the version of a config", () => {
  it("is checked against its installer", () => {
    assert.deepEqual(withMesh({ version: "1.24.0", installer: "operator" }), [
      'istio-mesh:mesh.version: 1.24.0 is too new: installer "operator" serves 1.16 to 1.23; Istio removed the in-cluster operator in 1.24, choose installer: helm',
    ]);
    assert.deepEqual(withMesh({ version: "1.22.8", installer: "helm" }), []);
  });

  it("is checked against the installer that it has by default, if none is named", () => {
    assert.deepEqual(withMesh({ version: "1.24.0" }), []);
    assert.deepEqual(withMesh({ version: "1.15.7" }), [
      'istio-mesh:mesh.version: 1.15.7 is too old: installer "operator" serves 1.16 to 1.23; older ones have no remote profile without an istiod of its own',
    ]);
    assert.deepEqual(withMesh({ version: "latest" }), [
      'istio-mesh:mesh.version: "latest" is no Istio version, expected one such as 1.22.8',
    ]);
  });

  it("is checked even if the mesh has other problems", () => {
    const found = withKey("mesh", { id: "payments", version: "1.9.0", bogus: 1 });
    assert.deepEqual(
      found.map((one) => one.split(" ")[0]),
      ["istio-mesh:mesh.bogus:", "istio-mesh:mesh.version:"],
    );
  });
});

describe("numbers that have an order", () => {
  const root = { generate: { validityDays: 30 } };
  const lifetimes = { root, intermediates: { validityDays: 31 } };

  it("let no intermediate outlive its root", () => {
    assert.deepEqual(withKey("certificates", lifetimes), [
      "istio-mesh:certificates.intermediates.validityDays: 31 is more than the 30 of istio-mesh:certificates.root, an intermediate must not outlive its root",
    ]);
    const equal = { root, intermediates: { validityDays: 30 } };
    assert.deepEqual(withKey("certificates", equal), []);
  });

  it("hold for the defaults too", () => {
    assert.deepEqual(withKey("certificates", { root: { generate: { validityDays: 700 } } }), [
      "istio-mesh:certificates.intermediates.validityDays: 730 is more than the 700 of istio-mesh:certificates.root, an intermediate must not outlive its root",
    ]);
  });

  it("let no gateway have more pods at least than at most", () => {
    assert.deepEqual(withKey("eastWestGateway", { minReplicas: 6 }), [
      "istio-mesh:eastWestGateway.minReplicas: 6 is more than maxReplicas, which is 5",
    ]);
    assert.deepEqual(withKey("eastWestGateway", { minReplicas: 5 }), []);
  });
});

describe("a config with many problems", () => {
  const raw = {
    mesh: { id: "Payments", version: "latest" },
    clusters: [
      cluster("east", { netwrok: "x" }),
      cluster("east"),
      cluster("west", { network: undefined, primary: "nowhere" }),
    ],
    certificates: { root: { generate: { validityDays: 1 } }, intermediates: { validityDays: 2 } },
    eastWestGateway: { minReplicas: 3, maxReplicas: 2 },
    telemetry: {},
  };

  it("names every one of them at once", () => {
    const found = validate(raw, "istio-mesh:").problems.map(({ path }) => path);
    assert.deepEqual(found, [
      "istio-mesh:mesh.id",
      "istio-mesh:clusters[0].netwrok",
      "istio-mesh:telemetry",
      "istio-mesh:clusters[1].name",
      "istio-mesh:clusters[2].network",
      "istio-mesh:clusters[2].primary",
      "istio-mesh:mesh.version",
      "istio-mesh:certificates.intermediates.validityDays",
      "istio-mesh:eastWestGateway.minReplicas",
    ]);
  });

  it("becomes no config", () => {
    assert.equal(validate(raw, "istio-mesh:").config, undefined);
  });

  it("becomes one error with a line for each", () => {
    const found = [
      { path: "istio-mesh:mesh.id", message: "missing, expected a text" },
      { path: "istio-mesh:clusters", message: "missing, expected a list" },
    ];
    assert.equal(
      new ConfigError(found).message,
      [
        "2 problems in the stack's config, nothing was changed",
        "  istio-mesh:mesh.id: missing, expected a text",
        "  istio-mesh:clusters: missing, expected a list",
      ].join("\n"),
    );
    assert.match(new ConfigError(found.slice(1)).message, /^1 problem in the stack's config, /);
  });

  it("has messages that start small and end without a full stop", () => {
    for (const { message } of validate(raw, "istio-mesh:").problems) {
      assert.match(message, /^[^A-Z].*[^.]$/);
    }
  });

  it("lists what is allowed, a single name without ceremony", () => {
    assert.equal(oneOf(["east"]), "east");
    assert.equal(oneOf(["east", "west"]), "one of east, west");
  });
});
