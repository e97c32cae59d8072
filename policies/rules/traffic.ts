import type { Subject } from "../rule";

export const traffic: Subject = { title: "Traffic", rules: [] };
