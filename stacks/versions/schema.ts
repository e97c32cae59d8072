import { z } from "zod";

/** An Istio version; which ones are served depends on the installer. YAML takes 1.22 for a number. */
export const versionText = z.string({
  error: ({ input }) =>
    typeof input === "number" ? 'expected a whole version in quotes, such as "1.22.8"' : undefined,
});
