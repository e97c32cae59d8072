import { serve } from "../serve";
import { tlsPackage } from "./index";

/** Written in by the bundler. */
declare const pluginVersion: string;

void serve(tlsPackage, pluginVersion);
