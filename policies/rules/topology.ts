import type { Subject } from "../rule";

export const topology: Subject = { title: "Topology and naming", rules: [] };
