import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

const processEnv = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "the environment is read in stacks/load-kubeconfig.ts and in the tools only",
};
const pulumiConfig = {
  selector: "NewExpression[callee.object.name='pulumi'][callee.property.name='Config']",
  message: "configuration enters once, in stacks/config.ts",
};

export default tseslint.config(
  { ignores: ["node_modules/", ".sandbox/", ".build/", "toolchain/pins/", "**/*.mjs", "**/*.cjs"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: "error",
      eqeqeq: "error",
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["index.ts", "stacks/**/*.ts", "components/**/*.ts"],
    plugins: { "@pulumi": pulumi },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "no-restricted-syntax": ["error", processEnv, pulumiConfig],
    },
  },
  {
    // The Kubernetes client's models are classes that everyone, the client included, makes as plain objects.
    files: ["sandbox/**/*.ts", "test/**/*.ts", "bench/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/no-misused-spread": "off",
    },
  },
  { files: ["stacks/config.ts"], rules: { "no-restricted-syntax": ["error", processEnv] } },
  {
    files: ["stacks/load-kubeconfig.ts"],
    rules: { "no-restricted-syntax": ["error", pulumiConfig] },
  },
  {
    // A resource is created for its effect; and a component's class name is its contract, empty or not.
    files: [
      "components/**/*.ts",
      "index.ts",
      "policies/index.ts",
      "test/integration/fixtures/**/*.ts",
    ],
    rules: { "no-new": "off", "@typescript-eslint/no-extraneous-class": "off" },
  },
);
