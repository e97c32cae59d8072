// The library resolves its parts by reflection and refuses to load before the polyfill is there.
import "reflect-metadata";

export * from "@peculiar/x509";
