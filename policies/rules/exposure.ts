import type { Subject } from "../rule";

export const exposure: Subject = { title: "Exposure", rules: [] };
