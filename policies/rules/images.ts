import type { Subject } from "../rule";

export const images: Subject = { title: "Images", rules: [] };
