import { spawnSync } from "node:child_process";

/** Why no data plane can run on this machine, as half a sentence; undefined if one can. */
export function whyNoDataPlane(): string | undefined {
  if (process.getuid?.() !== 0) {
    return "network namespaces need root";
  }
  const missing = ["ip", "nsenter", "unshare"].filter(
    (tool) => spawnSync(tool, ["--version"], { stdio: "ignore" }).error !== undefined,
  );
  if (missing.length > 0) {
    return `${missing.join(" and ")} cannot be run (Debian: apt install iproute2 util-linux)`;
  }
  const links =
    "ip link add name trial0 type veth peer name trial1 && ip link add name trial2 type bridge";
  const trial = spawnSync("unshare", ["--net", "--mount", "--", "sh", "-c", links], {
    encoding: "utf8",
  });
  return trial.status === 0
    ? undefined
    : `this machine lets no one make a network namespace with links: ${trial.stderr.trim()}`;
}
