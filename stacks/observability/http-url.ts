import { z } from "zod";

/** Where something of the user's is asked by HTTP. Credentials are given apart from it, for a preview shows it. */
export const httpUrl = z
  .string()
  .refine(
    isHttpUrl,
    "expected a URL that begins with http:// or https://, without user or password",
  );

function isHttpUrl(text: string): boolean {
  // Prometheus' chart takes double braces for a template.
  const url = URL.canParse(text) && !/[\s{}]/.test(text) ? new URL(text) : undefined;
  return (
    url !== undefined &&
    ["http:", "https:"].includes(url.protocol) &&
    url.username === "" &&
    url.password === ""
  );
}
