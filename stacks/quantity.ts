import { z } from "zod";

const cpuPattern = /^(?=.*[1-9])(\d{1,3}(\.\d{1,3})?|\d{1,6}m)$/;
const cpuExpected = "expected CPUs such as 500m, 0.5 or 2, at least 1m and below 1000";
const memoryPattern = /^[1-9]\d{0,14}([KMGT]i|[kMGT])?$/;
const memoryExpected = "expected bytes such as 512Mi, 2Gi or 1G, a whole number of them";

/**
 * Quantities as Kubernetes takes them, in the spelling in which its API hands them out again: in another one, a refresh
 * would take each for a change by hand.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export const cpuQuantity = quantity(
  cpuPattern,
  cpuExpected,
  (text) => cpuText(milliCpus(text)),
  unmeantCpus,
);
export const memoryQuantity = quantity(memoryPattern, memoryExpected, memoryText, unmeantMemory);

function quantity(
  pattern: RegExp,
  expected: string,
  canonical: (text: string) => string,
  unmeant: (text: string) => string | undefined,
) {
  return (
    z
      .union([z.string(), z.number()], expected)
      // Else what is no quantity would be compared with other quantities.
      .refine((given) => pattern.test(String(given)), { error: expected, abort: true })
      .superRefine((given, context) => {
        const message = unmeant(String(given));
        if (message !== undefined) {
          context.addIssue({ code: "custom", message, continue: false });
        }
      })
      .transform((given) => canonical(String(given)))
  );
}

/** No node has as many CPUs for one container: whoever leaves out the unit means thousandths. */
function unmeantCpus(given: string): string | undefined {
  const cpus = milliCpus(given) / 1000;
  return cpus < 100
    ? undefined
    : `expected less than 100 CPUs (${given} is ${cpus} CPUs, did you mean ${Math.floor(cpus)}m?)`;
}

/** Nothing runs in less than 1Mi: whoever leaves out the unit, or takes one too small, means gibibytes or mebibytes. */
function unmeantMemory(given: string): string | undefined {
  const bytes = memoryBytes(given);
  if (bytes >= 1024n ** 2n) {
    return undefined;
  }
  const digits = parseInt(given, 10);
  const meant = `${digits}${digits < 64 ? "Gi" : "Mi"}`;
  return `expected 1Mi of memory at least (${given} is ${bytes} bytes, did you mean ${meant}?)`;
}

/** Thousandths of a CPU. */
export function milliCpus(quantity: string): number {
  return quantity.endsWith("m")
    ? Number(quantity.slice(0, -1))
    : Math.round(Number(quantity) * 1000);
}

function cpuText(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

const binary = ["", "Ki", "Mi", "Gi", "Ti"];
const decimal = ["", "k", "M", "G", "T"];

export function memoryBytes(quantity: string): bigint {
  const [, digits = "", suffix = ""] = /^(\d+)(\D*)$/.exec(quantity) ?? [];
  const [suffixes, base] = scaleOf(suffix);
  return BigInt(digits) * base ** BigInt(suffixes.indexOf(suffix));
}

/** Kubernetes keeps to powers of two where they were used, and to the largest unit that divides. */
function memoryText(quantity: string): string {
  const [suffixes, base] = scaleOf(quantity.replace(/^\d+/, ""));
  let left = memoryBytes(quantity);
  let unit = 0;
  while (unit + 1 < suffixes.length && left % base === 0n) {
    left /= base;
    unit++;
  }
  return `${left}${suffixes[unit] ?? ""}`;
}

function scaleOf(suffix: string): readonly [suffixes: readonly string[], base: bigint] {
  return suffix.endsWith("i") ? [binary, 1024n] : [decimal, 1000n];
}

const anyQuantity = /^(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)(m|[kMGTPE]|[KMGTPE]i)?$/;
const thousands = "kMGTPE";

/** What any quantity comes to that Kubernetes takes, in CPUs or bytes; undefined if it is none. */
export function quantityValue(text: string): number | undefined {
  const [, digits, suffix = ""] = anyQuantity.exec(text) ?? [];
  if (digits === undefined) {
    return undefined;
  }
  if (suffix === "m") {
    return Number(digits) / 1000;
  }
  const power = thousands.indexOf(suffix.charAt(0).replace("K", "k")) + 1;
  const base = suffix.endsWith("i") ? 1024 : 1000;
  return Number(digits) * (suffix === "" ? 1 : base ** power);
}
