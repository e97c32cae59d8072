import type { Subject } from "../rule";

export const meshConfig: Subject = { title: "Config of the mesh", rules: [] };
