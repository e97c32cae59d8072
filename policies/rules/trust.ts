import type { Subject } from "../rule";

export const trust: Subject = { title: "Trust and certificates", rules: [] };
