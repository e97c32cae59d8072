import { remotesSuite } from "./suites/control-planes/remotes";

describe("remotes and the control planes of their primaries", () => {
  remotesSuite();
});
