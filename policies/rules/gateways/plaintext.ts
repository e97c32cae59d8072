import { decided } from "../../decided";
import { istioGateway, kubernetesGateway, type Listener, listenersOf } from "../../seen/listeners";
import { type KubernetesObject, namespaceOf, objectName } from "../../seen/resource";
import { ofKinds, type ResourceRule, type StackRule } from "../../rule";
import type { Stack } from "../../seen/stack";
import { at, listAt, textAt } from "../../values";

const plaintext = ["http", "http2", "http_proxy", "grpc", "grpc-web"];

const downgrade = {
  why: "Who asks in plaintext is answered in plaintext, which anybody on the way can read and change.",
  severity: "high",
  level: "mandatory",
} as const;

export const gatewayHttpsRedirect: ResourceRule = {
  ...downgrade,
  name: "gateway-https-redirect",
  description: "A Gateway serves nothing in plaintext but the redirect to HTTPS",
  remediation:
    "set tls.httpsRedirect in the Gateway's server, or its protocol to HTTPS; where proxies of the mesh are the clients, with tls.mode ISTIO_MUTUAL",
  source: "https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings",
  check: ofKinds([istioGateway], (object) =>
    listenersOf(object)
      .filter((one) => isPlaintext(one) && !one.redirectsToHttps)
      .map(
        ({ path, protocol }) =>
          `${path}.port.protocol is ${protocol.toUpperCase()} without tls.httpsRedirect, expected HTTPS or that redirect`,
      ),
  ),
};

/** What a Gateway of Kubernetes answers in plaintext is for its routes to say. */
export const plaintextRoutesRedirect: StackRule = {
  ...downgrade,
  name: "plaintext-routes-redirect",
  description: "Routes of a Kubernetes Gateway's plaintext listener only redirect to HTTPS",
  remediation:
    "name the listener of HTTPS in spec.parentRefs[].sectionName, and give that of HTTP a route of its own with a filter RequestRedirect",
  source: "https://gateway-api.sigs.k8s.io/guides/http-redirect-rewrite/",
  checkStack: (stack) =>
    decided(
      stack.of("gateway.networking.k8s.io/HTTPRoute", "gateway.networking.k8s.io/GRPCRoute"),
      (route) => {
        const serves = listAt(route.props, "spec", "rules").findIndex((one) => !redirects(one));
        return serves < 0
          ? []
          : plaintextParents(stack, route).map((parent) => ({
              message: `spec.rules[${serves}] does not redirect to https, but ${parent}`,
              about: route,
            }));
      },
    ).found,
};

function isPlaintext({ protocol }: Listener): boolean {
  return plaintext.includes(protocol);
}

function redirects(rule: unknown): boolean {
  return listAt(rule, "filters").some(
    (one) => textAt(one, "requestRedirect", "scheme") === "https",
  );
}

/** Where a route is attached to listeners that are plaintext. */
function plaintextParents(stack: Stack, route: KubernetesObject): string[] {
  return listAt(route.props, "spec", "parentRefs").flatMap((parent, i) => {
    const namespace = textAt(parent, "namespace") ?? namespaceOf(route);
    const gateway = stack
      .of(kubernetesGateway)
      .find(
        (one) =>
          one.cluster === route.cluster &&
          objectName(one) === textAt(parent, "name") &&
          namespaceOf(one) === namespace,
      );
    return (gateway === undefined ? [] : listenersOf(gateway))
      .filter((one) => isPlaintext(one) && isNamedBy(parent, one))
      .map(
        ({ path, protocol }) =>
          `spec.parentRefs[${i}] is for ${path} of ${textAt(parent, "name") ?? ""}, whose protocol is ${protocol.toUpperCase()}`,
      );
  });
}

function isNamedBy(parent: unknown, { name, port }: Listener): boolean {
  const [section, number] = [textAt(parent, "sectionName"), at(parent, "port")];
  return (
    (section === undefined || section === name) && (number === undefined || number === port.number)
  );
}
