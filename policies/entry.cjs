// What Pulumi loads: the whole pack as one file of JavaScript.
module.exports = require("../toolchain/load-bundled.cjs")("policies/index.ts");
