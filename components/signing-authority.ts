import type * as pulumi from "@pulumi/pulumi";
import type { CertificateFacts } from "./certificate-facts";

/** What people want to know of what an istiod signs with. */
export interface SigningFacts extends CertificateFacts {
  /** Name of the root that issued it; its subject, if the stack has no name for it. */
  readonly root: string;
}

/** What an istiod signs with, whoever makes it. */
export interface SigningAuthority {
  /** What has to be there before istiod starts, and stay longer. */
  readonly after: readonly pulumi.Resource[];
  /** Known once istiod could sign; what starts it waits for that. */
  readonly canSign: pulumi.Output<true>;
  /** PEMs of the roots that workloads trust. */
  readonly bundle: pulumi.Output<string>;
  /** Which of them is which, for previews to come; undefined if the stack does not know. */
  readonly mark: pulumi.Output<string> | undefined;
  /** What people call those roots. */
  readonly trusts: pulumi.Output<readonly string[]>;
  /** Undefined in a preview, while nobody has made it. */
  readonly facts: pulumi.Output<SigningFacts | undefined>;
}
