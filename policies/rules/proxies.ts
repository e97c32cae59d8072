import type { Subject } from "../rule";

export const proxies: Subject = { title: "Proxies", rules: [] };
