import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import type {
  FunctionDefinition,
  InputTable,
  PackageDefinition,
  PropertyType,
  ResourceDefinition,
} from "../../../toolchain/plugins/definition";
import { createProvider } from "../../../toolchain/plugins/provider";
import { randomPackage } from "../../../toolchain/plugins/random";
import { tlsPackage } from "../../../toolchain/plugins/tls";
import { reveal, type Wire, type WireObject } from "../../../toolchain/plugins/wire";

/** A property as an SDK declares it; `type` is the text of the declaration. */
interface Declared {
  readonly optional: boolean;
  readonly type: string;
}

type Properties = Readonly<Record<string, Declared>>;

interface SdkResource {
  readonly token: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly secrets: readonly string[];
}

interface SdkFunction {
  readonly token: string;
  readonly inputs: Properties;
  readonly results: Properties;
}

function sourceFile(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
}

function declarations<T extends ts.Node>(
  file: ts.SourceFile,
  is: (node: ts.Node) => node is T,
): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node) => {
    if (is(node)) {
      found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function interfaceProperties(file: ts.SourceFile, name: string): Properties {
  const found = declarations(file, ts.isInterfaceDeclaration).find((i) => i.name.text === name);
  assert.ok(found, `${file.fileName} declares ${name}`);
  return Object.fromEntries(
    found.members.filter(ts.isPropertySignature).map((member) => [
      member.name.getText(),
      {
        optional: member.questionToken !== undefined,
        type: member.type?.getText() ?? "",
      },
    ]),
  );
}

function outputProperties(declaration: ts.ClassDeclaration): Properties {
  const outputs = declaration.members
    .filter(ts.isPropertyDeclaration)
    .filter((member) => member.type?.getText().startsWith("pulumi.Output<"));
  return Object.fromEntries(
    outputs.map((member) => {
      const type = member.type?.getText() ?? "";
      return [member.name.getText(), { optional: type.endsWith("| undefined>"), type }];
    }),
  );
}

function quoted(text: string): string[] {
  return [...text.matchAll(/["']([^"']+)["']/g)].map((match) => match[1] ?? "");
}

function readSdk(name: string) {
  const folder = dirname(require.resolve(`@pulumi/${name}/package.json`));
  const resources: SdkResource[] = [];
  const functions: SdkFunction[] = [];
  for (const entry of readdirSync(folder).filter((file) => file.endsWith(".d.ts"))) {
    const file = sourceFile(join(folder, entry));
    const code = readFileSync(join(folder, entry.replace(".d.ts", ".js")), "utf8");
    for (const declaration of declarations(file, ts.isClassDeclaration)) {
      const [base] = declaration.heritageClauses ?? [];
      if (base?.getText() === "extends pulumi.CustomResource") {
        const args = `${declaration.name?.text ?? ""}Args`;
        resources.push({
          token: quoted(/__pulumiType = (.*);/.exec(code)?.[1] ?? "")[0] ?? "",
          inputs: interfaceProperties(file, args),
          outputs: outputProperties(declaration),
          secrets: quoted(/additionalSecretOutputs: \[(.*)\]/.exec(code)?.[1] ?? ""),
        });
      }
    }
    const invoked = quoted(/runtime\.invoke\((.*?),/.exec(code)?.[1] ?? "")[0];
    if (invoked !== undefined) {
      const title = entry.charAt(0).toUpperCase() + entry.slice(1, -".d.ts".length);
      functions.push({
        token: invoked,
        inputs: interfaceProperties(file, `${title}Args`),
        results: interfaceProperties(file, `${title}Result`),
      });
    }
  }
  return { resources, functions, nested: join(folder, "types", "input.d.ts") };
}

/** The TypeScript type that a property of the table has in an SDK. */
function declaredKind(text: string): PropertyType["kind"] {
  const inner = text.replaceAll("pulumi.Input<", "").replaceAll(/ \| undefined|>/g, "");
  if (inner.includes("[key: string]")) {
    return "map";
  }
  if (inner.endsWith("[]")) {
    return "list";
  }
  if (inner.startsWith("inputs.")) {
    return "object";
  }
  return inner === "number" ? "integer" : inner === "boolean" ? "boolean" : "string";
}

function shape(declared: Properties) {
  return Object.fromEntries(
    Object.entries(declared).map(([name, { optional, type }]) => [
      name,
      { required: !optional, kind: declaredKind(type) },
    ]),
  );
}

function tableShape(table: InputTable) {
  return Object.fromEntries(
    Object.entries(table).map(([name, property]) => [
      name,
      { required: property.required === true, kind: property.type.kind },
    ]),
  );
}

function sorted(names: Iterable<string>): string[] {
  return [...new Set(names)].sort();
}

function secretsOf(definition: ResourceDefinition): string[] {
  return Object.entries({ ...definition.inputs, ...definition.outputs })
    .filter(([, property]) => property.secret === true)
    .map(([name]) => name);
}

function text(properties: WireObject, name: string): Wire {
  return reveal(properties[name] ?? null) as Wire;
}

/** Inputs that are enough to create a resource of each class. */
async function samples(): Promise<Readonly<Record<string, WireObject>>> {
  const provider = createProvider(tlsPackage, "0.0.0");
  const make = async (token: string, inputs: WireObject) =>
    (await provider.create(`urn:pulumi:s::p::${token}::n`, inputs)).outs;
  const key = { algorithm: "ECDSA", ecdsaCurve: "P256" };
  const privateKeyPem = text(await make("tls:index/privateKey:PrivateKey", key), "privateKeyPem");
  const subject = { commonName: "n" };
  const request = { privateKeyPem, subject };
  const validity = { allowedUses: ["cert_signing"], validityPeriodHours: 1 };
  const root = { ...validity, privateKeyPem, subject, isCaCertificate: true };
  const caCert = await make("tls:index/selfSignedCert:SelfSignedCert", root);
  const csr = await make("tls:index/certRequest:CertRequest", request);
  return {
    "tls:index/privateKey:PrivateKey": key,
    "tls:index/selfSignedCert:SelfSignedCert": { ...validity, privateKeyPem, subject },
    "tls:index/certRequest:CertRequest": request,
    "tls:index/locallySignedCert:LocallySignedCert": {
      ...validity,
      caCertPem: text(caCert, "certPem"),
      caPrivateKeyPem: privateKeyPem,
      certRequestPem: text(csr, "certRequestPem"),
    },
    "tls:index/getPublicKey:getPublicKey": { privateKeyPem },
    "tls:index/getCertificate:getCertificate": { content: text(caCert, "certPem") },
    "random:index/randomBytes:RandomBytes": { length: 4 },
    "random:index/randomId:RandomId": { byteLength: 4 },
    "random:index/randomInteger:RandomInteger": { min: 1, max: 6 },
    "random:index/randomPassword:RandomPassword": { length: 8 },
    "random:index/randomPet:RandomPet": {},
    "random:index/randomShuffle:RandomShuffle": { inputs: ["a", "b"] },
    "random:index/randomString:RandomString": { length: 8 },
    "random:index/randomUuid:RandomUuid": {},
    "random:index/randomUuid4:RandomUuid4": {},
    "random:index/randomUuid7:RandomUuid7": {},
  };
}

for (const definition of [tlsPackage, randomPackage] as readonly PackageDefinition[]) {
  describe(`the ${definition.name} plugin against its SDK`, () => {
    const sdk = readSdk(definition.name);
    const provider = createProvider(definition, "0.0.0");

    const resource = (token: string): ResourceDefinition => {
      const found = definition.resources.find((candidate) => candidate.token === token);
      assert.ok(found, `the plugin serves ${token}`);
      return found;
    };

    const invoked = (token: string): FunctionDefinition => {
      const found = definition.functions.find((candidate) => candidate.token === token);
      assert.ok(found, `the plugin serves ${token}`);
      return found;
    };

    it("serves exactly the classes and functions that the SDK has", () => {
      const served = [...definition.resources, ...definition.functions].map(({ token }) => token);
      const declared = [...sdk.resources, ...sdk.functions].map(({ token }) => token);
      assert.ok(sdk.resources.length >= 4);
      assert.deepEqual(sorted(served), sorted(declared));
    });

    for (const { token, inputs, outputs, secrets } of sdk.resources) {
      const name = token.split(":")[2] ?? token;

      it(`${name} takes exactly the inputs that the SDK sends`, () => {
        assert.deepEqual(tableShape(resource(token).inputs), shape(inputs));
      });

      it(`${name} has exactly the outputs that the SDK reads`, () => {
        const table = resource(token);
        const served = [...Object.keys(table.inputs), ...Object.keys(table.outputs)];
        assert.deepEqual(sorted(served), sorted(Object.keys(outputs)));
        const both = Object.keys(table.outputs).filter((output) => table.inputs[output]);
        assert.deepEqual(both, [], "an output that is an input is listed once");
      });

      it(`${name} has exactly the secrets that the SDK marks`, () => {
        assert.deepEqual(sorted(secretsOf(resource(token))), sorted(secrets));
      });

      it(`${name} comes with a value for each output that is never undefined`, async () => {
        const urn = `urn:pulumi:s::p::${token}::n`;
        const checked = await provider.check(urn, {}, (await samples())[token] ?? {});
        assert.deepEqual(checked.failures, []);
        const { id, outs } = await provider.create(urn, checked.inputs);
        assert.notEqual(id, "");
        const promised = Object.keys(outputs).filter(
          (output) => outputs[output]?.optional === false,
        );
        const absent = promised.filter((output) => outs[output] === undefined);
        assert.deepEqual(absent, []);
        const surplus = Object.keys(outs).filter((output) => outputs[output] === undefined);
        assert.deepEqual(surplus, []);
      });

      it(`${name} takes exactly the attributes of each nested object of the SDK`, () => {
        for (const [property, { type }] of Object.entries(inputs)) {
          const nested = /inputs\.(\w+)/.exec(type)?.[1];
          if (nested !== undefined) {
            const served = resource(token).inputs[property]?.type;
            assert.ok(served?.kind === "object");
            const declared = interfaceProperties(sourceFile(sdk.nested), nested);
            const kinds = Object.entries(served.properties).map(([key, { kind }]) => [key, kind]);
            const expected = Object.entries(declared).map(([key, attribute]) => [
              key,
              declaredKind(attribute.type),
            ]);
            assert.deepEqual(Object.fromEntries(kinds), Object.fromEntries(expected));
          }
        }
      });
    }

    for (const { token, inputs, results } of sdk.functions) {
      it(`${token.split(":")[2] ?? token} takes and returns what the SDK declares`, async () => {
        const served = invoked(token);
        assert.deepEqual(tableShape(served.inputs), shape(inputs));
        const names = [...Object.keys(served.inputs), ...Object.keys(served.outputs)];
        assert.deepEqual(sorted(names), sorted(Object.keys(results)));
        const { outputs } = await provider.invoke(token, (await samples())[token] ?? {});
        const promised = Object.keys(results).filter(
          (result) => results[result]?.optional === false,
        );
        assert.deepEqual(
          promised.filter((result) => outputs[result] === undefined),
          [],
        );
      });
    }
  });
}
