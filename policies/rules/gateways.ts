import type { Subject } from "../rule";
import { noGatewayForAnyHost } from "./gateways/any-host";
import { gatewayDisruptionBudget, gatewayReplicas } from "./gateways/availability";
import { gatewayNamespaces } from "./gateways/namespaces";
import { gatewayHttpsRedirect, plaintextRoutesRedirect } from "./gateways/plaintext";
import { gatewayTlsVersion } from "./gateways/tls-version";

export const gateways: Subject = {
  title: "Gateways",
  rules: [
    noGatewayForAnyHost,
    gatewayTlsVersion,
    gatewayHttpsRedirect,
    plaintextRoutesRedirect,
    gatewayNamespaces,
    gatewayReplicas,
    gatewayDisruptionBudget,
  ],
};
