/** Of a text in UTF-8, as data of Secrets have it. */
export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
