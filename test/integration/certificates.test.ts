import { externalSuite } from "./suites/certificates/external";
import { rotationSuite } from "./suites/certificates/rotation";
import { uploadsSuite } from "./suites/certificates/uploads";

describe("certificates", () => {
  rotationSuite();
  uploadsSuite();
  externalSuite();
});
