import { once } from "node:events";
import type { Socket } from "node:net";
import * as tls from "node:tls";
import { clusterSocket } from "../../../sandbox/control-plane";
import { connectTo } from "../../../sandbox/network/connect";
import type { DesiredSandbox } from "../../../sandbox/status";
import { sampleNamespace } from "../../../sandbox/traffic/sample";
import type { TestCluster } from "./clusters";
import type { MeshUnderTest } from "./mesh-under-test";
import type { Identity } from "./workload-certificate";

/** What comes of asking a sidecar that takes no such client. */
export const refusedBySidecar = /closed without a word|ECONNRESET|unknown ca|certificate unknown/i;

/**
 * Asks the sidecar of a cluster's sample workload from the cluster's node, past any proxy of the client's own.
 * @param identity what the client shows; without one it sends plaintext
 * @returns what the sidecar sends
 * @throws Error if the sidecar ends the connection without a word, or TLS does
 */
export async function askSidecar(
  mesh: MeshUnderTest,
  cluster: TestCluster,
  identity?: Identity,
): Promise<string> {
  const pods = await cluster.core.listNamespacedPod({
    namespace: sampleNamespace,
    labelSelector: "app=echo",
  });
  const pod = pods.items.find((one) => one.metadata?.deletionTimestamp === undefined);
  const socket = await connectTo({
    host: pod?.status?.podIP ?? "",
    port: 8080,
    through: nodeSocket(mesh, cluster.name),
  });
  const said = await answerOn(identity === undefined ? socket : await secured(socket, identity));
  if (said === "") {
    throw new Error("closed without a word");
  }
  return said;
}

/** The relay of a cluster's node: a way into its network. */
function nodeSocket({ checkout }: MeshUnderTest, cluster: string): string {
  const { sockets, clusters } = JSON.parse(
    checkout.read(".sandbox/sandbox.json"),
  ) as DesiredSandbox;
  return clusterSocket({ sockets, index: clusters[cluster]?.index ?? 0 }, "node");
}

async function secured(socket: Socket, { chain, key }: Identity): Promise<Socket> {
  const secure = tls.connect({
    socket,
    cert: chain.join("\n"),
    key,
    ALPNProtocols: ["istio", "http/1.1"],
    // Who the server is does not matter here; whom it lets in does.
    rejectUnauthorized: false,
  });
  await once(secure, "secureConnect");
  return secure;
}

async function answerOn(socket: Socket): Promise<string> {
  socket.write("GET / HTTP/1.1\r\nHost: echo\r\nConnection: close\r\n\r\n");
  let said = "";
  for await (const data of socket) {
    said += String(data);
  }
  return said;
}
