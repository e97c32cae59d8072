import { type JsonObject, valueAt, without } from "./json";

/** A part of a spec that is not taken. */
export interface NotTaken {
  /** From the spec on: `.values.gateways.istio-ingressgateway`. */
  readonly path: string;
  readonly message: string;
}

const gateways = "gateways are istio-mesh:gateways";
const profiles = `the stack takes minimal or remote; ${gateways}`;

/** Parts of an IstioOperator that no overlay may have, by their place, each with what to do. */
const byAny: Readonly<Record<string, string>> = {
  profile: profiles,
  "values.profile": profiles,
  addonComponents:
    "Istio removed addons in 1.8; of tracing, Istio's part is meshConfig.extensionProviders with a Telemetry resource, and what stores and shows the data is installed on its own",
  unvalidatedValues: "nothing could check it, say it as values",
  // The profiles have no gateways that these could be of.
  "values.gateways.istio-ingressgateway": gateways,
  "values.gateways.istio-egressgateway": gateways,
  "components.ingressGateways": gateways,
  "components.egressGateways": gateways,
};

const tagsInject =
  "is not taken with installer helm: tags inject by webhooks of the stack's own, which have no such setting";
const noPlugin =
  "is not taken with installer helm, which does not install the CNI plugin: pods would come without redirection; take it out";

/** The same where Helm installs. With Helm no chart makes the webhooks of tags, which stand for that of Istio's chart. */
const byHelm: Readonly<Record<string, string>> = {
  "values.sidecarInjectorWebhook.enableNamespacesByDefault": `${tagsInject}; take it out, and name the namespaces in istio-mesh:namespaces`,
  "values.sidecarInjectorWebhook.reinvocationPolicy": `${tagsInject}; take it out, it is Never`,
  "values.cni": noPlugin,
  "components.cni": noPlugin,
};

/** Where the injector is told that a CNI plugin redirects, so that pods do not. */
const redirecting = ["values.istio_cni.enabled", "values.pilot.cni.enabled"];

const image = "values.pilot.image";

/** What a spec says that is not taken, and the rest of it. */
export function takenFrom(
  spec: JsonObject,
  installer: string | undefined,
): { readonly notTaken: readonly NotTaken[]; readonly taken: JsonObject } {
  const isHelm = installer === "helm";
  const reasons: Readonly<Record<string, string>> = {
    ...Object.fromEntries(
      Object.entries(byAny).map(([place, reason]) => [place, `is not taken: ${reason}`]),
    ),
    ...(isHelm ? byHelm : {}),
  };
  const at = (place: string) => valueAt(spec, place.split("."));
  const found = Object.entries(reasons).filter(([place]) => at(place) !== undefined);
  const named = at(image);
  const others = [
    ...(isHelm ? redirecting : [])
      .filter((place) => at(place) === true)
      .map((place) => [place, noPlugin] as const),
    ...(typeof named === "string" && named.includes("/")
      ? [
          [
            image,
            `"${named}" is not taken: an image with a / goes past istio-mesh:mesh.hub and istio-mesh:mesh.version; give its name alone, such as pilot`,
          ] as const,
        ]
      : []),
  ];
  return {
    notTaken: [...found, ...others].map(([place, message]) => ({ path: `.${place}`, message })),
    taken: found.reduce((left, [place]) => without(left, place.split(".")), spec),
  };
}
