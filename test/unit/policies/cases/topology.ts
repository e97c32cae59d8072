import type { Cases } from "./case";

export const topology: Cases = {};
