/** What sections call their Telemetry and providers, or begin their names with; the user's are called otherwise. */
export const sectionName = "istio-mesh";
