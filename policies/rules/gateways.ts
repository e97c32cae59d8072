import type { Subject } from "../rule";

export const gateways: Subject = { title: "Gateways", rules: [] };
