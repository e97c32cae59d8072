/**
 * Tells how far a step is. `now` is for what a person should know at once, as whom the step waits
 * for; where lines are printed, the rest shows in the next of them.
 */
export type Report = (status: string, urgency?: "now") => void;

/** One piece of work that a person waits for. */
export interface Step {
  /** What it is, as "etcd 3.6.13 (the store of every sandbox cluster)". */
  readonly title: string;
  /** Does it, tells how far it is whenever that changes, and returns what came of it. */
  run(report: Report): Promise<string>;
}

/** Runs the steps one after the other and shows what is done, how far it is and how long it took. */
export type Reporter = (steps: readonly Step[]) => Promise<void>;

const LINE_EVERY_MS = 20_000;

/** A live list in a terminal, single lines elsewhere. All on stderr: stdout belongs to the caller. */
export function defaultReporter(): Reporter {
  // A terminal without a size, as some CI systems give, would get one letter a line.
  const isLive = process.stderr.isTTY && process.stderr.columns > 0;
  return isLive ? liveReporter : lineReporter(writeLine);
}

/** One line when a step starts, one every 20 seconds, one when it ends. */
export function lineReporter(write: (line: string) => void, everyMs = LINE_EVERY_MS): Reporter {
  return async (steps) => {
    for (const [index, step] of steps.entries()) {
      const place = steps.length > 1 ? `[${index + 1}/${steps.length}] ` : "";
      const started = Date.now();
      let status = "starting";
      write(`${place}${step.title}`);
      const show = (): void => write(`${place}${step.title}: ${status}, ${elapsed(started)}`);
      const timer = setInterval(show, everyMs);
      try {
        const result = await step.run((next, urgency) => {
          status = next;
          if (urgency === "now") {
            show();
          }
        });
        write(`${place}${step.title}: ${result}, ${elapsed(started)}`);
      } finally {
        clearInterval(timer);
      }
    }
  };
}

/** The seconds or minutes since a time. */
export function elapsed(started: number): string {
  const seconds = Math.round((Date.now() - started) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The one way in which the toolchain prints. */
export function writeLine(line: string): void {
  process.stderr.write(`${line}\n`);
}

const liveReporter: Reporter = async (steps) => {
  // Loaded here, because a run that has nothing to build must not pay for it.
  const { DefaultRenderer, Listr, ListrLogger, ProcessOutput } = await import("listr2");
  class StderrRenderer extends DefaultRenderer {
    // listr2 looks at stdout to see whether there is a terminal, and ours is stderr.
    static override readonly nonTTY = true;
  }
  const processOutput = new ProcessOutput(process.stderr, process.stderr);
  const tasks = steps.map((step) => ({
    title: step.title,
    task: async (_: unknown, task: { title: string; output: string }): Promise<void> => {
      const started = Date.now();
      let status = "starting";
      const show = (): void => void (task.output = `${status}, ${elapsed(started)}`);
      const timer = setInterval(show, 1_000);
      try {
        const result = await step.run((next) => {
          status = next;
          show();
        });
        task.title = `${step.title}: ${result}, ${elapsed(started)}`;
      } finally {
        clearInterval(timer);
      }
    },
  }));
  await new Listr(tasks, {
    // Ctrl-C is handled by `interruptible`, which ends the compiler first.
    registerSignalListeners: false,
    renderer: StderrRenderer,
    // An error is thrown on, and its message belongs to the caller to print.
    rendererOptions: {
      showErrorMessage: false,
      logger: new ListrLogger({ useIcons: true, toStderr: [], processOutput }),
    },
  }).run();
};
