import assert from "node:assert/strict";
import type { Resource } from "../../../policies/seen/resource";
import { rules } from "../../../policies/rules";
import { maker } from "./cases/case";
import { cases } from "./cases/cases";
import { allUnknown, eachUnknown, remedied, run } from "./run-rule";

describe("the rules of the policy pack", () => {
  it("are all known by cases, and no case is of a rule that is none", () => {
    assert.deepEqual(Object.keys(cases).sort(), rules.map((one) => one.name).sort());
  });

  it("have names of their own in kebab-case, and sentences", () => {
    assert.equal(new Set(rules.map((one) => one.name)).size, rules.length);
    for (const { name, description, why, remediation, source } of rules) {
      assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)+$/);
      assert.match(description, /^[A-Z][^]*[^.]$/, name);
      assert.match(why, /^[A-Z][^]*\.$/, name);
      assert.match(remediation, /^[a-z][^]*[^.]$/, name);
      assert.match(source, /^https:\/\//, name);
    }
  });

  for (const rule of rules) {
    describe(rule.name, () => {
      const own = (cases[rule.name] ?? []).map((one) => ({
        title: one.title,
        isKept: "make" in one ? one.isKept : one.violations.length === 0,
        made: maker(one),
      }));
      const failing = own.filter((one) => !one.isKept);

      it("has a stack that passes, and one that fails", () => {
        assert.ok(failing.length > 0);
        assert.ok(failing.length < own.length);
      });

      for (const { title, isKept, made } of own) {
        it(`${isKept ? "is kept by" : "is broken by"} a stack ${title}`, async () => {
          const { resources, settings, violations } = await made();
          assert.equal(violations.length === 0, isKept);
          assert.deepEqual(
            run(rule, resources, settings),
            violations.map((one) => `${one}; ${rule.remediation}`),
          );
        });
      }

      it("is not for what is allowed by its address, whole or with *", async () => {
        for (const { made } of failing) {
          const { resources, settings, violations } = await made();
          const places = violations.map((one) => one.slice(0, one.indexOf(": ")));
          assert.deepEqual(run(rule, resources, { ...settings, allow: places }), []);
          const patterns = places.map((one) => `*${one.slice(1)}`);
          assert.deepEqual(run(rule, resources, { ...settings, allow: patterns }), []);
          const other = [`${places[0] ?? ""}-other`];
          const said = run(rule, resources, { ...settings, allow: other });
          assert.equal(said.length, violations.length);
        }
      });

      it("bears a preview that knows no value, or all but one", async () => {
        for (const { made } of own) {
          const { resources, settings, certain = [] } = await made();
          assert.deepEqual(
            run(rule, resources.map(allUnknown), settings),
            certain.map((one) => `${one}; ${rule.remediation}`),
          );
          resources.forEach((resource, at) => {
            for (const props of eachUnknown(resource.props)) {
              const one = { ...resource, props: props as Resource["props"] };
              // The others are nothing to a rule that looks at one at a time.
              run(rule, "check" in rule ? [one] : resources.with(at, one), settings);
            }
          });
        }
      });

      if ("remediate" in rule) {
        it("is kept by what it makes of a stack that breaks it, and leaves others alone", async () => {
          for (const { isKept, made } of own) {
            const { resources, settings } = await made();
            const right: Resource[] = resources.map((one) => remedied(rule, one, settings));
            assert.deepEqual(run(rule, right, settings), []);
            if (isKept) {
              assert.deepEqual(right, resources);
            }
          }
        });
      }
    });
  }
});
