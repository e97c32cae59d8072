import assert from "node:assert/strict";
import { parseDocument } from "yaml";
import { describeExample } from "../../support/example-mesh";
import { expectCertified, expectInjected, expectInSync } from "../../support/expectations";

const host = "istiod.example.org";

/** A remote on its primary's network, where load balancers have hostnames as AWS's do. */
export function hostnamesSuite(): void {
  describeExample(
    "primary-remote-one-network",
    (mesh) => {
      const east = () => mesh().cluster("east");
      const edge = () => mesh().cluster("edge");
      const expectServed = async () => {
        const place = { cluster: "edge", network: "net", mesh: "primary-remote-one-network" };
        await expectInjected(edge(), east(), place, [east()]);
        await expectCertified(edge(), east());
      };
      const controlPlane = async () => {
        const clusters = (await mesh().stack.output("clusters")) as Record<
          string,
          { gatewayAddress?: string; controlPlane?: { address: string; reason: string } }
        >;
        assert.equal(clusters["edge"]?.gatewayAddress, undefined, "one gateway, the primary's");
        return { gateway: clusters["east"]?.gatewayAddress, ...clusters["edge"]?.controlPlane };
      };

      it("the remote reaches its istiod by the gateway's hostname, its webhook on 443", async () => {
        await expectInSync(east(), ["edge"]);
        await expectServed();
        const { gateway, address, reason } = await controlPlane();
        assert.match(gateway ?? "", /\.elb\.sandbox\.internal$/);
        assert.equal(address, gateway);
        assert.match(reason ?? "", /is a hostname.* the gateway has the webhook on 443 too$/);
      });

      it("with a name of one's own the webhook is called there, and istiod's certificate carries the name", async () => {
        const { checkout, stack } = mesh();
        const file = parseDocument(checkout.read(stack.file));
        const first = ["config", "istio-mesh:clusters", 0];
        assert.equal(file.getIn([...first, "name"]), "east");
        file.setIn([...first, "controlPlaneAddress"], { host });
        checkout.write(stack.file, file.toString());
        await stack.up();
        await expectServed();
        const { address, reason } = await controlPlane();
        assert.equal(address, host);
        assert.match(reason ?? "", /injectionURL$/);
        const services = await east().core.listNamespacedService({ namespace: "istio-system" });
        const gateway = services.items.find((one) => one.spec?.type === "LoadBalancer");
        assert.deepEqual(
          gateway?.spec?.ports?.map((one) => one.port),
          [15021, 15012, 15017],
        );
      });
    },
    {
      title: "with hostnames for addresses",
      config: {
        eastWestGateway: {
          serviceAnnotations: {
            "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
            "external-dns.alpha.kubernetes.io/hostname": host,
          },
        },
      },
    },
  );
}
