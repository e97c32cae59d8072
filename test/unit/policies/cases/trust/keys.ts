import type { Resource } from "../../../../../policies/seen/resource";
import { keyPem } from "../../../../support/answers";
import { base64 } from "../../../../support/meshes";
import { type Cases, object } from "../case";
import { other } from "./made";

const types = {
  key: "tls:index/privateKey:PrivateKey",
  request: "tls:index/certRequest:CertRequest",
  root: "tls:index/selfSignedCert:SelfSignedCert",
  signed: "tls:index/locallySignedCert:LocallySignedCert",
};

/** A root of a stack, and an intermediate of it. */
function issuing(name: string, protect: boolean, isCaCertificate = true): Resource[] {
  const key = other(types.key, `${name}-key`, { algorithm: "ECDSA" }, { protect });
  const root = other(types.root, name, { isCaCertificate: true }, { protect });
  const request = other(types.request, `${name}-request`);
  return [
    key,
    root,
    {
      ...other(types.signed, `of-${name}`, { isCaCertificate }),
      propertyDependencies: {
        caCertPem: [root],
        caPrivateKeyPem: [key],
        certRequestPem: [request],
      },
    },
  ];
}

const cacerts = (namespace: string, protect: boolean) =>
  object("east", "core/v1:Secret", `${namespace}/cacerts`, {}, {}, { protect });

function secretly(resource: Resource, ...additionalSecretOutputs: string[]): Resource {
  return { ...resource, opts: { ...resource.opts, additionalSecretOutputs } };
}

const configMap = (name: string, content: Readonly<Record<string, unknown>>) =>
  object("east", "core/v1:ConfigMap", `shop/${name}`, content);
const rsaKey = keyPem("a").replaceAll("PRIVATE", "RSA PRIVATE");

export const keyCases: Cases = {
  "issuing-roots-protected": [
    {
      title: "whose roots that issue are protected, others not",
      resources: [
        ...issuing("root", true),
        ...issuing("of-servers", false, false),
        other(types.key, "next-key"),
        other(types.root, "next", { isCaCertificate: true }),
        other(types.signed, "uploaded", { isCaCertificate: true }),
      ],
      violations: [],
    },
    {
      title: "whose root issues and is not protected, said once",
      resources: [...issuing("root", false), ...issuing("root", false).slice(2)],
      violations: [
        "root: opts.protect is false, expected true: it issues intermediates",
        "root-key: opts.protect is false, expected true: it issues intermediates",
      ],
    },
  ],
  "ca-keys-secret-in-state": [
    {
      title: "as the SDKs make it",
      resources: [
        secretly(
          other(types.key, "key"),
          "privateKeyOpenssh",
          "privateKeyPem",
          "privateKeyPemPkcs8",
        ),
        secretly(other(types.request, "request"), "privateKeyPem", "privateKeyPemWo"),
        secretly(other(types.root, "root"), "privateKeyPem", "privateKeyPemWo"),
        secretly(other(types.signed, "signed"), "caPrivateKeyPem", "caPrivateKeyPemWo"),
        secretly(cacerts("istio-system", true), "data", "stringData"),
        cacerts("shop", true),
      ],
      violations: [],
    },
    {
      title: "that takes away what is secret",
      resources: [
        secretly(other(types.key, "key"), "privateKeyPem"),
        other(types.request, "request"),
        other(types.root, "root"),
        other(types.signed, "signed"),
      ],
      violations: [
        "key: opts.additionalSecretOutputs lacks privateKeyPemPkcs8, privateKeyOpenssh, expected all of them",
        "request: opts.additionalSecretOutputs lacks privateKeyPem, expected all of them",
        "root: opts.additionalSecretOutputs lacks privateKeyPem, expected all of them",
        "signed: opts.additionalSecretOutputs lacks caPrivateKeyPem, expected all of them",
      ],
      certain: [
        "key: opts.additionalSecretOutputs lacks privateKeyPemPkcs8, privateKeyOpenssh, expected all of them",
        "request: opts.additionalSecretOutputs lacks privateKeyPem, expected all of them",
        "root: opts.additionalSecretOutputs lacks privateKeyPem, expected all of them",
        "signed: opts.additionalSecretOutputs lacks caPrivateKeyPem, expected all of them",
      ],
    },
    {
      title: "with a cacerts of which the state shows the data",
      resources: [secretly(cacerts("istio-system", true), "stringData")],
      violations: [
        "east/istio-system/cacerts: opts.additionalSecretOutputs lacks data, expected all of them",
      ],
    },
  ],
  "private-keys-in-secrets": [
    {
      title: "with keys in Secrets, and certificates anywhere",
      resources: [
        object("east", "core/v1:Secret", "shop/key", { stringData: { key: keyPem("a") } }),
        object("east", "core/v1:SecretPatch", "shop/key", { stringData: { key: keyPem("a") } }),
        other(types.root, "root", { privateKeyPem: keyPem("a") }),
        configMap("roots", {
          data: { pem: "-----BEGIN CERTIFICATE-----\n" },
          binaryData: { pem: base64("-----BEGIN CERTIFICATE-----\n") },
        }),
      ],
      violations: [],
    },
    {
      title: "with keys elsewhere, as they are or in base64",
      resources: [
        configMap("plain", { data: { "ca-key.pem": keyPem("a"), other: `key: |\n${rsaKey}` } }),
        configMap("encoded", {
          data: { kubeconfig: `users:\n- user:\n    client-key-data: ${base64(keyPem("a"))}\n` },
          binaryData: { key: base64(keyPem("a")) },
        }),
        object("east", "apps/v1:Deployment", "shop/web", {
          spec: { template: { spec: { containers: [{ env: [{ value: keyPem("a") }] }] } } },
        }),
      ],
      violations: [
        "east/shop/plain: data.ca-key.pem holds a private key, expected none",
        "east/shop/plain: data.other holds a private key, expected none",
        "east/shop/encoded: data.kubeconfig holds a private key, expected none",
        "east/shop/encoded: binaryData.key holds a private key, expected none",
        "east/shop/web: spec.template.spec.containers.0.env.0.value holds a private key, expected none",
      ],
    },
  ],
};
