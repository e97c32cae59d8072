import type { V1Endpoints, V1Service } from "@kubernetes/client-node";
import { parseTarget, type Target } from "../network/service-backends";
import { forwardsOf } from "./forwards";
import { type HostLine, hostsText, serviceNames } from "./hosts";
import type { Node } from "./node";

const delayMs = 10;

/** What a node is told of. */
export interface NodeView {
  services(): readonly V1Service[];
  endpoints(): readonly V1Endpoints[];
  /** Where the pods on this machine's own network listen, by `address:port` as the cluster knows them. */
  processes(): Readonly<Record<string, Target>>;
  /** The names that the load balancers of all clusters have. */
  publicNames(): readonly HostLine[];
}

/** Tells a node what its addresses lead to and what names stand for, soon after any of it has changed. */
export class NodeSync {
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly node: Pick<Node, "serve" | "name" | "answer">,
    private readonly view: NodeView,
  ) {}

  changed(): void {
    if (this.isStopped) {
      return;
    }
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const [services, endpoints] = [this.view.services(), this.view.endpoints()];
      const processes = this.view.processes();
      const podIPs = Object.keys(processes).map((at) => parseTarget(at).host);
      this.node.answer([...new Set(podIPs)]);
      this.node.serve(forwardsOf({ services, endpoints, processes }));
      const known = this.view.publicNames();
      this.node.name(hostsText([...serviceNames(services, known), ...known]));
    }, delayMs);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }
}
