import type { Subject } from "../rule";

export const versions: Subject = { title: "Versions", rules: [] };
