import { recordMesh, remoteOfEach } from "/work/main/test/support/mesh-recording";
async function main() {
  for (let i = 0; i < 6; i++) {
    const t = performance.now();
    const c = process.cpuUsage();
    await recordMesh(remoteOfEach, { config: { eastWestGateway: { minReplicas: i + 1, maxReplicas: 9 } } as never });
    const d = process.cpuUsage(c);
    console.log(Math.round(performance.now() - t), Math.round((d.user+d.system) / 1000));
  }
}
void main();
