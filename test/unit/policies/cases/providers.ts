import type { Cases } from "./case";

export const providers: Cases = {};
