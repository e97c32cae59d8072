import type { Subject } from "../rule";
import { runsNothing, signsInAsReader, verifiesServer } from "./remote-secrets/kubeconfigs";
import { keysName, meshComplete } from "./remote-secrets/peers";
import { noneInConfigMaps, tokensYoung } from "./remote-secrets/tokens";

export const remoteSecrets: Subject = {
  title: "Remote secrets",
  rules: [
    runsNothing,
    verifiesServer,
    signsInAsReader,
    meshComplete,
    keysName,
    tokensYoung,
    noneInConfigMaps,
  ],
};
