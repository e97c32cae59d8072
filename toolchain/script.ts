import { writeLine } from "./reporter";

/** Runs the main function of a script: its result is the exit code, its error one message. */
export function runScript(main: (args: readonly string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      writeLine(`error: ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    },
  );
}
