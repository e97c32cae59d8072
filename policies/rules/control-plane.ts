import type { Subject } from "../rule";

export const controlPlane: Subject = { title: "Control planes", rules: [] };
