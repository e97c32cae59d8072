import { ownedByStack } from "../../ownership";

/** An object of Kiali's chart, as the chart renders it. */
export type KialiChartObject = Readonly<Record<string, unknown>> & {
  readonly metadata: Readonly<Record<string, unknown>> & {
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** Of a ConfigMap. */
  readonly data?: Readonly<Record<string, string>>;
};

/** The same as an object of the stack's. */
export function adaptKialiObject({ metadata, ...object }: KialiChartObject): KialiChartObject {
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...ownedByStack } },
  };
}
