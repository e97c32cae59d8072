// Command pulumi-resource-kubernetes is the Kubernetes resource plugin of Pulumi, at the version of the npm SDK.
//
// The published module leaves out the two generated files that its own main embeds, so this main embeds the
// sources of those files instead; toolchain/parts.ts copies them here from the module cache before it builds.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"
)

//go:embed schema.json
var schema []byte

//go:embed terraform-mapping.json
var terraformMapping []byte

func main() {
	provider.Serve("kubernetes", version.Version, schema, terraformMapping)
}
