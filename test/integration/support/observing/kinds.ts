import * as fs from "node:fs";
import * as https from "node:https";
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
  await Promise.all(definitions.map((one) => create(cluster, one)));
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

/** As it is: the client leaves out fields that it has no names for. */
async function create(cluster: TestCluster, definition: k8s.V1CustomResourceDefinition) {
  const options: https.RequestOptions = {};
  await cluster.config.applyToHTTPSOptions(options);
  const server = cluster.config.getCurrentCluster()?.server ?? "";
  const body = JSON.stringify(definition);
  await new Promise<void>((resolve, reject) => {
    const request = https.request(
      `${server}/apis/apiextensions.k8s.io/v1/customresourcedefinitions`,
      { ...options, method: "POST", headers: { "content-type": "application/json" } },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () => {
          const said = Buffer.concat(parts).toString();
          if (response.statusCode === 201) {
            resolve();
          } else {
            reject(new Error(`${definition.metadata?.name ?? ""}: ${said}`));
          }
        });
      },
    );
    request.once("error", reject);
    request.end(body);
  });
}

/** A chart's definitions have nothing to be filled in but annotations, and whether they are wanted. */
function definitionsIn(text: string): k8s.V1CustomResourceDefinition[] {
  const plain = text.replace(/^\s*\{\{.*\}\}\s*$/gm, "");
  return parseAllDocuments(plain).flatMap((document) => {
    const definition = document.toJS() as k8s.V1CustomResourceDefinition | null;
    return definition?.kind === "CustomResourceDefinition" ? [definition] : [];
  });
}
