import type { Cases } from "./case";
import { authorityCases } from "./trust/authorities";
import { keyCases } from "./trust/keys";
import { rootCases } from "./trust/roots";

export const trust: Cases = { ...authorityCases, ...rootCases, ...keyCases };
