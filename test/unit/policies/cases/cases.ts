import { authentication } from "./authentication";
import { authorization } from "./authorization";
import { traffic } from "./traffic";
import { proxies } from "./proxies";
import { meshConfig } from "./mesh-config";
import { gateways } from "./gateways";
import { exposure } from "./exposure";
import { topology } from "./topology";
import { trust } from "./trust";
import { remoteSecrets } from "./remote-secrets";
import { versions } from "./versions";
import { images } from "./images";
import { controlPlane } from "./control-plane";
import { workloads } from "./workloads";
import { providers } from "./providers";
import type { Cases } from "./case";

/** The cases of all rules. */
export const cases: Cases = {
  ...authentication,
  ...authorization,
  ...traffic,
  ...proxies,
  ...meshConfig,
  ...gateways,
  ...exposure,
  ...topology,
  ...trust,
  ...remoteSecrets,
  ...versions,
  ...images,
  ...controlPlane,
  ...workloads,
  ...providers,
};
