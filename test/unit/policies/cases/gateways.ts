import type { Cases } from "./case";
import { availability } from "./gateways/availability";
import { hosts } from "./gateways/hosts";
import { namespaces } from "./gateways/namespaces";
import { transport } from "./gateways/transport";

export const gateways: Cases = { ...hosts, ...transport, ...namespaces, ...availability };
