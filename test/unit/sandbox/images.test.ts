import assert from "node:assert/strict";
import * as fc from "fast-check";
import { processImagePattern, resolveImage } from "../../../sandbox/kubelet/images";
import { ISTIO_VERSION } from "../../../toolchain/parts";

const kwokLeavesAlone = (image: string) => new RegExp(processImagePattern).test(image);

describe("images", () => {
  const registries = fc.constantFrom("docker.io/istio", "localhost:5000", "gcr.io/a/b", "r.io:1/x");
  const repositories = fc.oneof(
    fc.constantFrom("pilot", "operator", "proxyv2", "install-cni", "autopilot", "pilot-agent"),
    fc.constantFrom("constructor", "toString"),
  );
  const tags = fc.constantFrom(
    "",
    ":1.0",
    `:${ISTIO_VERSION}`,
    `:${ISTIO_VERSION}-distroless`,
    "@sha256:00",
    `:${ISTIO_VERSION}@sha256:00`,
  );

  it("belong to kwok or to the process runtime, and never to both or none", () => {
    fc.assert(
      fc.property(registries, repositories, tags, (registry, repository, tag) => {
        const image = `${registry}/${repository}${tag}`;
        assert.equal(resolveImage(image) !== undefined, kwokLeavesAlone(image), image);
      }),
    );
  });

  it("stand for a program, in every variant of the tag", () => {
    for (const variant of ["", "-distroless", "-debug", "@sha256:00"]) {
      const pilot = resolveImage(`docker.io/istio/pilot:${ISTIO_VERSION}${variant}`);
      assert.ok(pilot !== undefined && !("missing" in pilot));
      assert.equal(pilot.part, "pilot-discovery");
    }
    const operator = resolveImage(`localhost:5000/operator:${ISTIO_VERSION}`);
    assert.ok(operator !== undefined && !("missing" in operator));
    assert.equal(operator.entrypoint, "operator");
  });

  it("are missing at a tag that the sandbox does not have", () => {
    assert.deepEqual(resolveImage("docker.io/istio/pilot:1.0.0"), {
      missing: `the sandbox has no image "docker.io/istio/pilot:1.0.0"; it has the tags ${ISTIO_VERSION}`,
    });
  });

  it("called auto are refused: a webhook was to replace them, and did not", () => {
    assert.equal(kwokLeavesAlone("auto"), true);
    assert.deepEqual(resolveImage("auto"), {
      missing:
        'the pod was not injected: its image is "auto", the webhook did not put a proxy in its place',
    });
    for (const image of ["docker.io/istio/auto", "auto:1", "automatic", "x/auto"]) {
      assert.equal(resolveImage(image), undefined, image);
      assert.equal(kwokLeavesAlone(image), false, image);
    }
  });

  it("of others are kwok's to simulate", () => {
    for (const image of ["docker.io/istio/proxyv2:1", "nginx", "pilot:1", "x/constructor:1", ""]) {
      assert.equal(resolveImage(image), undefined, image);
    }
  });

  it("listen on the pod's own address only", () => {
    for (const name of ["pilot", "operator"]) {
      const image = resolveImage(`istio/${name}:${ISTIO_VERSION}`);
      assert.ok(image !== undefined && !("missing" in image));
      const flags = image.listenFlags("127.20.1.10");
      assert.ok(flags.length > 1);
      assert.ok(
        flags.every((flag) => flag.includes("=127.20.1.10")),
        name,
      );
    }
  });
});
