import type { Subject } from "../rule";

export const providers: Subject = { title: "Providers", rules: [] };
