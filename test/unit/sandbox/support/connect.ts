import * as net from "node:net";

/** All that comes back through a proxy's tunnel to `target` into which `text` is sent. */
export function connectThrough(socket: string, target: string, text = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = net.connect(socket);
    let answer = "";
    client.setEncoding("utf8").on("data", (data: string) => {
      if (answer === "" && data.includes(" 200 ")) {
        client.write(text);
      }
      answer += data;
    });
    client.once("error", reject);
    client.once("close", () => resolve(answer));
    client.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  });
}
