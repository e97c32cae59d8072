import type { Cases } from "./case";

export const traffic: Cases = {};
