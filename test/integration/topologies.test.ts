import { anyTopologySuite } from "./suites/topologies/any";
import { hostnamesSuite } from "./suites/topologies/hostnames";
import { primaryRemoteSuite } from "./suites/topologies/primary-remote";
import { primariesOneNetworkSuite } from "./suites/topologies/primaries-one-network";
import { singleSuite } from "./suites/topologies/single";
import { threeNetworksSuite } from "./suites/topologies/three-networks";

describe("topologies", () => {
  singleSuite();
  primariesOneNetworkSuite();
  primaryRemoteSuite();
  threeNetworksSuite();
  hostnamesSuite();
  anyTopologySuite("shared-network", [
    { name: "east-1", network: "net-east" },
    { name: "east-2", network: "net-east" },
    { name: "west-1", network: "net-west" },
    { name: "west-2", network: "net-west" },
  ]);
});
