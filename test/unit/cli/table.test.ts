import assert from "node:assert/strict";
import { type CertificateOutputs, listCertificates } from "../../../cli/certificate-list";
import { certificateTable } from "../../../cli/table";
import { east, edge, newRoot, now, oldRoot, west } from "./support/certificates";

function table({ certificates, clusters }: CertificateOutputs, colour = false): string[] {
  const rows = listCertificates({ certificates, clusters }, now);
  return certificateTable(rows, certificates.roots, colour).split("\n");
}

describe("the table of certificates", () => {
  it("has a line for each, with the issuer's name and the start of the fingerprint", () => {
    const certificates = { roots: [oldRoot, newRoot] };
    assert.deepEqual(table({ certificates, clusters: { west, east } }), [
      "NAME  KIND           SUBJECT                              ISSUER  DAYS LEFT  CLUSTERS    FINGERPRINT",
      "root  root, trusted  O=Istio, OU=dev, CN=Root CA          itself         10  west, east  A0:A1:A2:A3:A4:A5:A6:A7…",
      "next  root, signs    O=Acme, OU=dev, CN=Root CA           itself       3652  west, east  B0:B1:B2:B3:B4:B5:B6:B7…",
      "west  intermediate   O=Istio, L=west, CN=Intermediate CA  root      expired  west        C0:C1:C2:C3:C4:C5:C6:C7…",
      "east  intermediate   O=Istio, L=east, CN=Intermediate CA  next          365  east        D0:D1:D2:D3:D4:D5:D6:D7…",
    ]);
  });

  it("goes on in another line where it were wider than 120, and cuts no name", () => {
    const clusters = { "west-with-a-long-name": west, east, edge };
    const certificates = { roots: [{ ...oldRoot, trusted: false }] };
    assert.deepEqual(table({ certificates, clusters }), [
      "NAME                   KIND          SUBJECT                      ISSUER            DAYS LEFT  CLUSTERS               FINGERPRINT",
      "root                   root, unused  O=Istio, OU=dev, CN=Root CA  itself                   10  -                      A0:A1:A2:A3:A4:A5:A6:A7…",
      "west-with-a-long-name  intermediate  O=Istio, L=west,             root                expired  west-with-a-long-name  C0:C1:C2:C3:C4:C5:C6:C7…",
      "                                     CN=Intermediate CA",
      "east                   intermediate  O=Istio, L=east,             O=Acme, OU=dev,         365  east, edge             D0:D1:D2:D3:D4:D5:D6:D7…",
      "                                     CN=Intermediate CA           CN=Root CA",
    ]);
  });

  it("lets long subjects go on first, and leaves the rest in one line if that will do", () => {
    const clusters = { west, east, edge, iot: edge };
    const certificates = { roots: [oldRoot, newRoot] };
    assert.deepEqual(table({ certificates, clusters }), [
      "NAME  KIND           SUBJECT                      ISSUER  DAYS LEFT  CLUSTERS               FINGERPRINT",
      "root  root, trusted  O=Istio, OU=dev, CN=Root CA  itself         10  west, east, edge, iot  A0:A1:A2:A3:A4:A5:A6:A7…",
      "next  root, signs    O=Acme, OU=dev, CN=Root CA   itself       3652  west, east, edge, iot  B0:B1:B2:B3:B4:B5:B6:B7…",
      "west  intermediate   O=Istio, L=west,             root      expired  west                   C0:C1:C2:C3:C4:C5:C6:C7…",
      "                     CN=Intermediate CA",
      "east  intermediate   O=Istio, L=east,             next          365  east, edge, iot        D0:D1:D2:D3:D4:D5:D6:D7…",
      "                     CN=Intermediate CA",
    ]);
  });

  it("names an issuer that is no root of the stack by its subject", () => {
    const clusters = { west };
    const other = { ...oldRoot, trusted: false, subject: "CN=Other", issuer: "CN=Other" };
    for (const roots of [[], [other]]) {
      assert.deepEqual(table({ certificates: { roots }, clusters }).slice(-2), [
        "west  intermediate  O=Istio, L=west,             O=Istio, OU=dev,    expired  west      C0:C1:C2:C3:C4:C5:C6:C7…",
        "                    CN=Intermediate CA           CN=Root CA",
      ]);
    }
  });

  it("is red where it has expired and yellow in the last 30 days, if colours are wanted", () => {
    const last = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
    const of = (days: number) =>
      table(
        { certificates: { roots: [{ ...oldRoot, expires: last(days) }] }, clusters: {} },
        true,
      )[1]?.replace(/^.*itself\s+(.*?)\s+-.*$/, "$1");
    assert.equal(of(-0.5), "\u001b[31mexpired\u001b[39m");
    assert.equal(of(0), "\u001b[33m0\u001b[39m");
    assert.equal(of(29), "\u001b[33m29\u001b[39m");
    assert.equal(of(30), "30");
  });
});
