import { z } from "zod";
import { stackSchema } from "./schema";
import { configPrefix } from "./stack-file";

/** The JSON Schema of a stack file, for editors; Pulumi's own keys are let through. */
export function stackFileSchema(): object {
  const { properties = {}, required = [] } = z.toJSONSchema(stackSchema, {
    io: "input",
    target: "draft-7",
  });
  const prefixed = Object.entries(properties).map(
    ([key, value]) => [configPrefix + key, value] as const,
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "istio-mesh stack",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(prefixed),
        required: required.map((key) => configPrefix + key),
      },
    },
    required: ["config"],
  };
}
