import { styleText } from "node:util";
import type { CertificateRow, RootOutput } from "./certificate-list";
import { type Column, textTable } from "./text-table";

const soonDays = 30;

/**
 * Certificates as text for people, a line each where it fits.
 * @param roots those of the mesh: what one of them has issued says its name, not its long subject
 */
export function certificateTable(
  rows: readonly CertificateRow[],
  roots: readonly Pick<RootOutput, "name" | "subject">[],
  colour: boolean,
): string {
  const columns: Column<CertificateRow>[] = [
    { head: "NAME", cell: (row) => row.name },
    { head: "KIND", cell: (row) => (row.kind === "root" ? `root, ${row.use}` : row.kind) },
    { head: "SUBJECT", cell: (row) => row.subject, narrow: 29 },
    { head: "ISSUER", cell: (row) => issuerOf(row, roots), narrow: 18 },
    { head: "DAYS LEFT", cell: (row) => daysLeft(row, colour), align: "right" },
    { head: "CLUSTERS", cell: (row) => row.clusters.join(", ") || "-", narrow: 18 },
    { head: "FINGERPRINT", cell: (row) => shortened(row.fingerprint) },
  ];
  return textTable(columns, rows);
}

function issuerOf(
  { subject, issuer, root }: CertificateRow,
  roots: readonly Pick<RootOutput, "name" | "subject">[],
): string {
  if (subject === issuer) {
    return "itself";
  }
  // An uploaded intermediate may lead to its root by others.
  return roots.find((one) => one.name === root && one.subject === issuer)?.name ?? issuer;
}

function daysLeft({ daysLeft: days }: CertificateRow, colour: boolean): string {
  const paint = (name: "red" | "yellow", text: string) =>
    // Who calls has asked the terminal.
    colour ? styleText(name, text, { validateStream: false }) : text;
  if (days < 0) {
    return paint("red", "expired");
  }
  return days < soonDays ? paint("yellow", String(days)) : String(days);
}

function shortened(fingerprint: string): string {
  const bytes = fingerprint.split(":");
  return bytes.length <= 8 ? fingerprint : `${bytes.slice(0, 8).join(":")}…`;
}
