import { runRelay } from "./relay";

const [socket = "", forwards = ""] = process.argv.slice(2);
void runRelay(socket, forwards);
