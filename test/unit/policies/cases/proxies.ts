import type { Cases } from "./case";

export const proxies: Cases = {};
