// What Pulumi loads: index.ts and all of ours that it needs, as one file of JavaScript.
const { inspect } = require("node:util");
const loadBundled = require("./load-bundled.cjs");

// Pulumi inspects every error in colours, and Node 20 never gets past a stack line such as
// "node_modules/@pulumi/resource.ts:1" before it runs out of memory, 20 seconds later.
Object.defineProperty(Error.prototype, inspect.custom, {
  value() {
    return this.stack;
  },
});

module.exports = loadBundled("index.ts");
