import * as fs from "node:fs";
import * as path from "node:path";
import * as k8s from "@pulumi/kubernetes";
import * as automation from "@pulumi/pulumi/automation";
import { IstioChart } from "../../../components/istio-chart";
import { istioNamespace } from "../../../components/names";
import type { ChartReference } from "../../../stacks/control-planes/charts";
import type { Pulumi } from "../../../toolchain/pulumi";

/** Text of each file of objects, by its name. */
export type Objects = Readonly<Record<string, string>>;

/** Renders charts as the mesh's program does, with the real engine and plugin, to files and not to a cluster. */
export class ChartRenderer {
  private count = 0;

  private constructor(
    readonly folder: string,
    private readonly command: automation.PulumiCommand,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /**
   * @param folder an empty one, that the caller removes; charts are relative to it
   * @param env variables that the engine and its plugins get
   */
  static async create(
    folder: string,
    { cli, env: own }: Pulumi,
    env: Readonly<Record<string, string>>,
  ): Promise<ChartRenderer> {
    // The library looks for it there only.
    fs.mkdirSync(path.join(folder, "bin"));
    fs.symlinkSync(cli, path.join(folder, "bin", "pulumi"));
    const command = await automation.PulumiCommand.get({ root: folder });
    fs.mkdirSync(path.join(folder, "state"));
    return new ChartRenderer(folder, command, {
      ...own,
      PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "",
      // Neither a login nor a cluster of whoever runs this is used, and what is downloaded stays here.
      DOCKER_CONFIG: path.join(folder, "none"),
      HELM_CONFIG_HOME: path.join(folder, "none"),
      HELM_CACHE_HOME: path.join(folder, "cache"),
      KUBECONFIG: path.join(folder, "none"),
      ...env,
    });
  }

  /** The objects of a chart. @throws Error with what the engine said */
  async render(
    reference: ChartReference,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Objects> {
    const name = `chart-${++this.count}`;
    const objects = path.join(this.folder, name);
    const program = async (): Promise<void> => {
      const provider = new k8s.Provider(name, { renderYamlToDirectory: objects });
      const namespace = new k8s.core.v1.Namespace(
        name,
        { metadata: { name: istioNamespace } },
        { provider },
      );
      new IstioChart("istiod", {
        cluster: { provider, renderer: provider, namespace },
        reference,
        release: "istiod",
        values: {},
        after: [],
        timeoutSeconds: 60,
      });
      return Promise.resolve();
    };
    const stack = await automation.LocalWorkspace.createStack(
      { stackName: name, projectName: "charts", program },
      {
        workDir: this.folder,
        // Without it the library has the plugin run in this process' folder.
        projectSettings: { name: "charts", runtime: "nodejs" },
        pulumiCommand: this.command,
        envVars: { ...this.env, ...env },
      },
    );
    await stack.up({ color: "never" });
    return this.rendered();
  }

  /** What the last run has left; nothing if it failed before the chart's first object. */
  rendered(): Objects {
    const folder = path.join(this.folder, `chart-${this.count}`, "1-manifest");
    return Object.fromEntries(
      fs
        .readdirSync(folder)
        .filter((name) => name !== `v1-namespace-default-${istioNamespace}.yaml`)
        .map((name) => [name, fs.readFileSync(path.join(folder, name), "utf8")]),
    );
  }
}
