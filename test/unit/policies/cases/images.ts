import type { Cases } from "./case";

export const images: Cases = {};
