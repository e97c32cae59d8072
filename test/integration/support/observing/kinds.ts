import * as fs from "node:fs";
import * as path from "node:path";
import * as k8s from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import { eventually, type TestCluster } from "../clusters";

/** Gives a cluster the kinds that the files of a folder define, plain or as a chart has them, and waits until they are served. */
export async function installKinds(cluster: TestCluster, folder: string): Promise<void> {
  const api = cluster.api(k8s.ApiextensionsV1Api);
  const definitions = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .flatMap((name) => definitionsIn(fs.readFileSync(path.join(folder, name), "utf8")));
  await Promise.all(definitions.map((body) => api.createCustomResourceDefinition({ body })));
  await eventually(
    `${definitions.length} kinds of ${folder}`,
    () => api.listCustomResourceDefinition(),
    ({ items }) =>
      definitions.every(({ metadata }) =>
        items
          .find((one) => one.metadata?.name === metadata?.name)
          ?.status?.conditions?.some((one) => one.type === "Established" && one.status === "True"),
      ),
  );
}

/** A chart's definitions have nothing to be filled in but annotations, and whether they are wanted. */
function definitionsIn(text: string): k8s.V1CustomResourceDefinition[] {
  const plain = text.replace(/^\s*\{\{.*\}\}\s*$/gm, "");
  return parseAllDocuments(plain).flatMap((document) => {
    const definition = document.toJS() as k8s.V1CustomResourceDefinition | null;
    return definition?.kind === "CustomResourceDefinition" ? [definition] : [];
  });
}
