import * as pulumi from "@pulumi/pulumi";
import { Mesh } from "./components/mesh";
import { loadConfig } from "./stacks/config";
import { planMesh } from "./stacks/mesh-plan";

/** Config -> plan -> Mesh -> outputs. */
export = async () => {
  const { config, overlayFiles, warnings, watchRollouts, ...inputs } = await loadConfig();
  await Promise.all(warnings.map((one) => pulumi.log.warn(`${one.path}: ${one.message}`)));
  const plan = planMesh(config, overlayFiles);
  if (!pulumi.runtime.isDryRun()) {
    watchRollouts(plan, (message) => void pulumi.log.warn(message));
  }
  const mesh = new Mesh(plan.mesh.id, { plan, ...inputs });
  const { certificates, clusters, topology } = mesh;
  return { certificates, clusters, topology };
};
