import { anyTopologySuite } from "./suites/topologies/any";
import { hostnamesSuite } from "./suites/topologies/hostnames";
import { noDataPlaneSuite } from "./suites/topologies/no-data-plane";
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
  noDataPlaneSuite();
  anyTopologySuite("shared-network", [
    { name: "east-1", network: "net-east" },
    { name: "east-2", network: "net-east" },
    { name: "west-1", network: "net-west" },
    { name: "west-2", network: "net-west" },
  ]);
  anyTopologySuite("primaries-with-remotes", [
    { name: "east", network: "net-east" },
    { name: "east-annex", network: "net-east", primary: "east" },
    { name: "east-edge", network: "net-edge", primary: "east" },
    { name: "west", network: "net-west" },
    { name: "west-annex", network: "net-west", primary: "west" },
    { name: "west-edge", network: "net-edge", primary: "west" },
  ]);
});
