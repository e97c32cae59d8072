import { spawnSync } from "node:child_process";

/** All that a node and a pod need of the machine, tried in namespaces that end with the trial. */
const trial = `
ip -batch - <<END
link add name trial0 type veth peer name trial1
link add name trial2 type bridge
route add local 198.18.0.0/24 dev lo
rule add iif lo lookup 100
END
echo 1 > /proc/sys/net/ipv4/ip_forward
mount --bind /etc/hosts /etc/hosts
mount --bind /dev/null /etc/resolv.conf
`;

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
  const { status, stderr } = spawnSync(
    "unshare",
    ["--net", "--mount", "--", "sh", "-ec", `ip link set lo up\n${trial}`],
    { encoding: "utf8" },
  );
  return status === 0
    ? undefined
    : `this machine does not let one make a network of one's own: ${stderr.trim().replaceAll("\n", "; ")}`;
}
