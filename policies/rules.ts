import { authentication } from "./rules/authentication";
import { authorization } from "./rules/authorization";
import { traffic } from "./rules/traffic";
import { proxies } from "./rules/proxies";
import { meshConfig } from "./rules/mesh-config";
import { gateways } from "./rules/gateways";
import { exposure } from "./rules/exposure";
import { topology } from "./rules/topology";
import { trust } from "./rules/trust";
import { remoteSecrets } from "./rules/remote-secrets";
import { versions } from "./rules/versions";
import { images } from "./rules/images";
import { controlPlane } from "./rules/control-plane";
import { workloads } from "./rules/workloads";
import { providers } from "./rules/providers";
import type { Rule, Subject } from "./rule";

export const subjects: readonly Subject[] = [
  authentication,
  authorization,
  traffic,
  proxies,
  meshConfig,
  gateways,
  exposure,
  topology,
  trust,
  remoteSecrets,
  versions,
  images,
  controlPlane,
  workloads,
  providers,
];

export const rules: readonly Rule[] = subjects.flatMap((one) => one.rules);
