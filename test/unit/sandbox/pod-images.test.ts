import assert from "node:assert/strict";
import type { V1Pod } from "@kubernetes/client-node";
import * as fc from "fast-check";
import { ECHO_IMAGE, processPodCondition, resolvePod } from "../../../sandbox/kubelet/pod-images";
import {
  ISTIO_VERSION,
  OLDER_ISTIO_VERSION,
  PREVIOUS_ISTIO_VERSION,
} from "../../../toolchain/parts";

function podOfImages(images: readonly string[], initContainers: readonly string[] = []): V1Pod {
  const containers = images.map((image, at) => ({ name: `c${at}`, image }));
  const init = initContainers.map((image, at) => ({ name: `i${at}`, image }));
  return { spec: { containers, ...(init.length > 0 ? { initContainers: init } : {}) } };
}

const missingOf = (image: string) => {
  const [resolved] = resolvePod(podOfImages([image]), true) ?? [];
  return resolved !== undefined && "missing" in resolved ? resolved.missing : undefined;
};

/** What kwok's jq makes of the condition for a pod. */
function kwokLeavesAlone({ spec }: V1Pod, hasDataPlane: boolean): boolean {
  const condition = processPodCondition(hasDataPlane);
  const [any = "", all] = [...condition.matchAll(/test\("([^"\\]+)"\)/g)].map(
    ([, one]) => one ?? "",
  );
  const images = (spec?.containers ?? []).map((one) => one.image ?? "");
  return (
    images.some((image) => new RegExp(any).test(image)) ||
    (all !== undefined &&
      images.every((image) => new RegExp(all).test(image)) &&
      (spec?.initContainers ?? []).length === 0)
  );
}

describe("the images of pods", () => {
  const registries = fc.constantFrom("docker.io/istio", "localhost:5000", "gcr.io/a/b", "r.io:1/x");
  const repositories = fc.oneof(
    fc.constantFrom("pilot", "operator", "proxyv2", "install-cni", "autopilot", "pilot-agent"),
    fc.constantFrom("constructor", "toString", "echo"),
  );
  const tags = fc.constantFrom(
    "",
    ":1.0",
    `:${ISTIO_VERSION}`,
    `:${ISTIO_VERSION}-distroless`,
    `:${OLDER_ISTIO_VERSION}`,
    "@sha256:00",
    `:${ISTIO_VERSION}@sha256:00`,
  );
  const image = fc
    .tuple(registries, repositories, tags)
    .map(([registry, repository, tag]) => `${registry}/${repository}${tag}`);
  const pods = fc
    .tuple(
      fc.array(fc.oneof(image, fc.constantFrom("auto", ECHO_IMAGE, "nginx")), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.array(image, { maxLength: 1 }),
    )
    .map(([images, init]) => podOfImages(images, init));

  it("make a pod kwok's or the process runtime's, and never both's or no one's", () => {
    fc.assert(
      fc.property(pods, fc.boolean(), (pod, hasDataPlane) => {
        const resolved = resolvePod(pod, hasDataPlane);
        assert.equal(resolved !== undefined, kwokLeavesAlone(pod, hasDataPlane));
      }),
    );
  });

  it("stand for a program each, in every variant of the tag", () => {
    const entrypoints = (...images: string[]) =>
      resolvePod(podOfImages(images), true)?.map((one) =>
        "missing" in one ? one.missing : one.entrypoint,
      );
    for (const variant of ["", "-distroless", "-debug", "@sha256:00"]) {
      const tag = `${ISTIO_VERSION}${variant}`;
      assert.deepEqual(entrypoints(`docker.io/istio/pilot:${tag}`), ["pilot-discovery"]);
      const two = [`docker.io/istio/proxyv2:${tag}`, ECHO_IMAGE];
      assert.deepEqual(entrypoints(...two), ["pilot-agent", "echo"]);
    }
    assert.deepEqual(entrypoints(`localhost:5000/operator:${ISTIO_VERSION}`), ["operator"]);
  });

  it("stand for the program of the version that their tag names", () => {
    const parts = (tag: string) =>
      ["operator", "pilot", "proxyv2"].flatMap((name) => {
        const images = resolvePod(podOfImages([`docker.io/istio/${name}:${tag}`]), true) ?? [];
        return images.map((one) => ("missing" in one ? one.missing : one.part));
      });
    assert.deepEqual(parts(ISTIO_VERSION), ["istio-operator", "pilot-discovery", "pilot-agent"]);
    assert.deepEqual(parts(`${OLDER_ISTIO_VERSION}-distroless`), [
      "istio-operator-1.16",
      "pilot-discovery-1.16",
      "pilot-agent-1.16",
    ]);
  });

  it("are missing at a tag that the sandbox does not have, and those that there are are named", () => {
    for (const name of ["pilot", "proxyv2", "operator"]) {
      assert.equal(
        missingOf(`docker.io/istio/${name}:1.0.0`),
        `the sandbox has no image "docker.io/istio/${name}:1.0.0"; ` +
          `of ${name} it has ${[ISTIO_VERSION, PREVIOUS_ISTIO_VERSION, OLDER_ISTIO_VERSION].join(", ")}`,
      );
    }
    assert.equal(
      missingOf("sandbox/echo:2"),
      'the sandbox has no image "sandbox/echo:2"; of echo it has 1',
    );
    assert.match(missingOf("x/pilot:toString") ?? "", /^the sandbox has no image/);
  });

  it("called auto are refused: a webhook was to replace them, and did not", () => {
    assert.equal(
      missingOf("auto"),
      'the pod was not injected: its image is "auto", the webhook did not put a proxy in its place',
    );
    for (const other of ["docker.io/istio/auto", "auto:1", "automatic", "x/auto"]) {
      assert.equal(resolvePod(podOfImages([other]), true), undefined, other);
    }
  });

  it("of others make a pod kwok's, also beside a proxy", () => {
    const proxy = `docker.io/istio/proxyv2:${ISTIO_VERSION}`;
    for (const other of ["nginx", "pilot:1", "x/constructor:1", ""]) {
      assert.equal(resolvePod(podOfImages([other]), true), undefined, other);
      assert.equal(resolvePod(podOfImages([proxy, other]), true), undefined, other);
    }
  });

  it("of proxies are kwok's without a data plane, or with traffic to be redirected by iptables", () => {
    const proxy = `docker.io/istio/proxyv2:${ISTIO_VERSION}`;
    assert.equal(resolvePod(podOfImages([proxy]), false), undefined);
    assert.equal(resolvePod(podOfImages([proxy], [proxy]), true), undefined);
    assert.notEqual(resolvePod(podOfImages([proxy]), true), undefined);
  });
});
