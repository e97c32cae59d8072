import type { Cases } from "./case";

export const controlPlane: Cases = {};
