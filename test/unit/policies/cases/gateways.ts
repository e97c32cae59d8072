import type { Cases } from "./case";

export const gateways: Cases = {};
