import type { Cases } from "./case";

export const versions: Cases = {};
