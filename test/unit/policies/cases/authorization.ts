import type { Cases } from "./case";

export const authorization: Cases = {};
