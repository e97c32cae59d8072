import { rotationSuite } from "./suites/certificates/rotation";

describe("certificates", () => {
  rotationSuite();
});
