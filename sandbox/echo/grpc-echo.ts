/** Full name of the one method. Both ways it carries JSON, for which no generated code is needed. */
export const grpcEchoPath = "/istio_mesh.sandbox.Echo/Echo";

export const passBytes = (bytes: Buffer): Buffer => bytes;
