import { z } from "zod";

/** Names of clusters that something is for; undefined means all. */
export const chosenClusters = z
  .array(z.string())
  .min(1, "expected one cluster at least, leave it out for all")
  .optional();
