import type { PackageDefinition } from "../definition";
import { certRequest } from "./cert-request";
import { getCertificate } from "./get-certificate";
import { getPublicKey } from "./get-public-key";
import { locallySignedCert } from "./locally-signed-cert";
import { privateKey } from "./private-key";
import { selfSignedCert } from "./self-signed-cert";

/** What the plugin of @pulumi/tls serves: the resources of hashicorp/tls 4. */
export const tlsPackage: PackageDefinition = {
  name: "tls",
  resources: [privateKey, certRequest, selfSignedCert, locallySignedCert],
  functions: [getPublicKey, getCertificate],
};
