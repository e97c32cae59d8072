import type { Subject } from "../rule";
import { hardenedContainers } from "./workloads/hardened-containers";
import { resourceBounds } from "./workloads/resource-bounds";
import { seccompProfile } from "./workloads/seccomp-profile";

export const workloads: Subject = {
  title: "Workloads",
  rules: [resourceBounds, hardenedContainers, seccompProfile],
};
