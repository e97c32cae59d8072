import { z } from "zod";

/** Who answers: a workload of one cluster. */
export interface Workload {
  /** The sandbox's name of its cluster. */
  readonly cluster: string;
  readonly pod: string;
}

const answerSchema = z.object({
  cluster: z.string(),
  pod: z.string(),
  identity: z.string().optional(),
});

/** What the server says: who it is, and the SPIFFE identity of who asked, if its sidecar told one. */
export type EchoAnswer = z.infer<typeof answerSchema>;

const quotedLength = 120;

/** An answer as it came. @throws Error with the start of what came instead */
export function readAnswer(text: string): EchoAnswer {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`not an answer of this program: ${startOf(text)}`);
  }
}

/** Enough of a text to tell by it what went wrong, in one line: the first 120 characters. */
export function startOf(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, quotedLength);
}
