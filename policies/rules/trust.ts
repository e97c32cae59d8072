import type { Subject } from "../rule";
import { authoritiesOutlast, intermediatesCanSign, noSelfMadeRoots } from "./trust/intermediates";
import { keysInSecrets, keysSecret, rootsProtected } from "./trust/keys";
import { sameRoots, signersTrusted } from "./trust/roots";

export const trust: Subject = {
  title: "Trust and certificates",
  rules: [
    intermediatesCanSign,
    authoritiesOutlast,
    noSelfMadeRoots,
    signersTrusted,
    sameRoots,
    rootsProtected,
    keysSecret,
    keysInSecrets,
  ],
};
