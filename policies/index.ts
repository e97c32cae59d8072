import { PolicyPack } from "@pulumi/policy";
import { toPolicy } from "./policy";
import { rules } from "./rules";

new PolicyPack("istio-mesh", { policies: rules.map(toPolicy) });
