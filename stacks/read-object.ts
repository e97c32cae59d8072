import { askApiServer } from "./ask-api-server";
import type { ClusterAccess } from "./kubeconfig";

/** The kubeconfig's user may not read what has to be known. */
export class NotAllowed extends Error {}

/**
 * The object, or the list of objects, at a path of an API server such as `/api/v1/namespaces/istio-system`; undefined if
 * there is none.
 * @throws Error that says why it cannot be read: lower case, without secrets; {@link NotAllowed} if it is forbidden
 */
export async function readObject(
  access: ClusterAccess,
  path: string,
  accept?: string,
): Promise<object | undefined> {
  const { status, body } = await askApiServer(access, path, accept);
  if (status === 404) {
    return undefined;
  }
  if (status !== 200) {
    const name = path.replace(/^\/apis?\/(?:[^/]+\/)?v\w+\/(?:namespaces\/(?=[^/]+\/))?/, "");
    const Failure = status === 403 ? NotAllowed : Error;
    const next = status === 403 ? ", give the kubeconfig's user the right to get it" : "";
    throw new Failure(`${access.server} answers ${status} when asked for ${name}${next}`);
  }
  const object = parsed(body);
  if (typeof object !== "object" || object === null) {
    throw new Error(
      `${access.server} answers with something else than JSON, check that it is an API server`,
    );
  }
  // So an API server writes a list of metadata that is empty.
  return "items" in object && object.items === null ? { ...object, items: [] } : object;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
