import type { ConfigProblem } from "./config-error";
import { serviceTypeOf } from "./gateway-plan";
import type { CheckedGateway } from "./gateway-problems";
import { repeated } from "./repeated";

/**
 * What is wrong with a gateway's Service and its ports, which the API server would refuse.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
 */
export function gatewayServiceProblems(one: CheckedGateway): ConfigProblem[] {
  return [...portProblems(one), ...serviceProblems(one)];
}

function portProblems({ path, gateway }: CheckedGateway): ConfigProblem[] {
  const { ports = [] } = gateway;
  const twice = (field: "name" | "port" | "nodePort") =>
    repeated(ports.map((one) => one[field]?.toString())).map(({ at, text, first }) => ({
      path: `${path}.ports[${at}].${field}`,
      message: `${text} is that of ports[${first}] already, each port needs its own`,
    }));
  const fixed = ports.flatMap(({ nodePort }, at) =>
    nodePort !== undefined && serviceTypeOf(gateway) === "ClusterIP"
      ? [
          {
            path: `${path}.ports[${at}].nodePort`,
            message: `${nodePort}, but a Service of type ClusterIP has no port on nodes; leave it out, or set service.type to NodePort or LoadBalancer`,
          },
        ]
      : [],
  );
  return [...twice("name"), ...twice("port"), ...twice("nodePort"), ...fixed];
}

function serviceProblems({ path, gateway }: CheckedGateway): ConfigProblem[] {
  const { sourceRanges, externalTrafficPolicy } = gateway.service;
  const type = serviceTypeOf(gateway);
  const only = (field: string, types: readonly string[]) =>
    types.includes(type)
      ? []
      : [
          {
            path: `${path}.service.${field}`,
            message: `is not for a Service of type ${type}; leave it out, or set service.type to ${types.join(" or ")}`,
          },
        ];
  return [
    ...(sourceRanges.length > 0 ? only("sourceRanges", ["LoadBalancer"]) : []),
    ...(externalTrafficPolicy ? only("externalTrafficPolicy", ["LoadBalancer", "NodePort"]) : []),
  ];
}
