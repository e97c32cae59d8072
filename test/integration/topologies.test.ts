import { primaryRemoteSuite } from "./suites/topologies/primary-remote";
import { primariesOneNetworkSuite } from "./suites/topologies/primaries-one-network";
import { singleSuite } from "./suites/topologies/single";
import { threeNetworksSuite } from "./suites/topologies/three-networks";

describe("topologies", () => {
  singleSuite();
  primariesOneNetworkSuite();
  primaryRemoteSuite();
  threeNetworksSuite();
});
