import type { Subject } from "../rule";

export const authorization: Subject = { title: "Authorization", rules: [] };
