/** What each kind of cluster gets, as `listed` prints it. */

const member = (name: string): string[] => [
  `admissionregistration.k8s.io/v1:MutatingWebhookConfiguration ${name}-revision-tag`,
  `apiextensions.k8s.io/v1:CustomResourceDefinition ${name}-operator-definition`,
  `core/v1:ConfigMap ${name}-trust-bundle-default`,
  `core/v1:ConfigMap ${name}-trust-bundle-kube-system`,
  `core/v1:Namespace ${name}-istio-system`,
  `core/v1:Namespace ${name}-operator-namespace`,
  `core/v1:Secret ${name}-reader`,
  `helm.sh/v4:Chart ${name}-operator`,
  `install.istio.io/v1alpha1:IstioOperator ${name}-control-plane`,
];

export const primary = (name: string): string[] => [
  ...member(name),
  `apps/v1:DeploymentPatch ${name}-istiod-rollout`,
  `core/v1:Secret ${name}-intermediate-ca-cacerts`,
];

export const remote = (name: string): string[] => [
  ...member(name),
  `admissionregistration.k8s.io/v1:MutatingWebhookConfigurationPatch ${name}-injection`,
];

export const gateway = (name: string): string[] => [
  `apps/v1:Deployment ${name}-gateway-deployment`,
  `autoscaling/v2:HorizontalPodAutoscaler ${name}-gateway-autoscaler`,
  `core/v1:Service ${name}-gateway-service`,
  `core/v1:ServiceAccount ${name}-gateway-account`,
  `policy/v1:PodDisruptionBudget ${name}-gateway-disruption-budget`,
  `rbac.authorization.k8s.io/v1:Role ${name}-gateway-role`,
  `rbac.authorization.k8s.io/v1:RoleBinding ${name}-gateway-role-binding`,
];

export const servicesExposure = (name: string): string[] => [
  `networking.istio.io/v1beta1:Gateway ${name}-exposure-cross-network-gateway`,
];

export const istiodExposure = (name: string): string[] => [
  `networking.istio.io/v1beta1:Gateway ${name}-exposure-istiod-gateway`,
  `networking.istio.io/v1beta1:VirtualService ${name}-exposure-istiod-vs`,
];

/** The secrets in a cluster by which its istiod watches others. */
export const watching = (by: string, ...watched: readonly string[]): string[] =>
  watched.map((one) => `core/v1:Secret ${one}-into_${by}`);

const memberComponents = (name: string): string[] => [
  `MeshCluster ${name}`,
  `IstioControlPlane ${name}-control-plane`,
  `IstioOperatorRelease ${name}-operator`,
  `ReaderToken ${name}-reader`,
  `RevisionTag ${name}-revision-tag`,
  `TrustBundle ${name}-trust-bundle`,
  `pulumi:providers:kubernetes ${name}`,
];

/** What an edition of a primary's intermediate is made from. */
export const issued = (name: string, edition: string): string[] => [
  `index/certRequest:CertRequest ${name}-intermediate-ca-${edition}-request`,
  `index/locallySignedCert:LocallySignedCert ${name}-intermediate-ca-${edition}`,
  `index/privateKey:PrivateKey ${name}-intermediate-ca-${edition}-key`,
];

/** What is made for a primary outside of clusters. */
export const besidePrimary = (name: string): string[] => [
  ...memberComponents(name),
  `GatewayExposure ${name}-exposure`,
  `IntermediateCertificateAuthority ${name}-intermediate-ca`,
  `IstiodRollout ${name}-istiod-rollout`,
  `MeshSecurity ${name}-security`,
  ...issued(name, "root-1-1"),
];

/** What is made for a remote outside of clusters. */
export const besideRemote = (name: string): string[] => [
  ...memberComponents(name),
  `RemoteInjection ${name}-injection`,
];

/** What is made for a root. */
export const root = (name: string): string[] => [
  `RootCertificateAuthority payments-${name}-ca`,
  `index/privateKey:PrivateKey payments-${name}-ca-key`,
  `index/selfSignedCert:SelfSignedCert payments-${name}-ca`,
];

/** What is made for a mesh outside of clusters. */
export const ofMesh: readonly string[] = ["Mesh payments", ...root("root")];

/** Objects with the cluster that they are in, `-` for none, as `changes` prints it. */
export const on = (cluster: string, objects: readonly string[]): string[] =>
  objects.map((one) => `${cluster}: ${one}`);
