import { serve } from "../serve";
import { randomPackage } from "./index";

/** Written in by the bundler. */
declare const pluginVersion: string;

void serve(randomPackage, pluginVersion);
