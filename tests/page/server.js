// favspec serve and what the tests send to it.
import { spawn, spawnSync } from "node:child_process";
import net from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";

export const PROGRAM = path.resolve(process.env.FAVSPEC ?? new URL("../../build/release/favspec", import.meta.url).pathname);
export const KEYS = {
  FAVSPEC_CONSUMER_KEY: "page-consumer",
  FAVSPEC_CONSUMER_SECRET: "page secret/of the+consumer",
  FAVSPEC_TOKEN: "77-page-token",
  FAVSPEC_TOKEN_SECRET: "page&secret=of the token",
  FAVSPEC_STATUS_ID: "1357924680135792641",
};
export const SECRETS = [KEYS.FAVSPEC_CONSUMER_SECRET, KEYS.FAVSPEC_TOKEN_SECRET];

export function environment(more) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("FAVSPEC_"));
  return { ...Object.fromEntries(kept), ...KEYS, ...more };
}

export class Server {
  static async start(...options) {
    const server = new Server();
    server.process = spawn(PROGRAM, ["serve", ...options], { env: environment(), stdio: ["ignore", "pipe", "pipe"] });
    server.stderr = "";
    server.process.stderr.on("data", (bytes) => (server.stderr += bytes));
    const lines = createInterface({ input: server.process.stdout });
    const ready = await new Promise((resolve, reject) => {
      lines.once("line", resolve);
      server.process.once("exit", () => reject(new Error("favspec serve ended: " + server.stderr)));
    });
    server.base = ready.split(" ")[1];
    server.origin = new URL(server.base).origin;
    server.port = Number(new URL(server.base).port);
    return server;
  }

  // The Authorization header for a request.
  sign(method, path, { pairs = [], options = [], env = {} } = {}) {
    const made = spawnSync(PROGRAM, ["sign", "--json", ...options, method, this.base + path, ...pairs],
      { env: environment(env), encoding: "utf8" });
    if (made.status !== 0) throw new Error("favspec sign: " + made.stderr);
    return JSON.parse(made.stdout).authorization;
  }

  async send(method, path, authorization, headers = {}, body) {
    const given = authorization ? { ...headers, Authorization: authorization } : headers;
    const answer = await fetch(this.base + path, { method, headers: given, body });
    await answer.text();
    return answer.status;
  }

  // Bytes as they are, for what no HTTP client would send.
  raw(bytes) {
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.port, "127.0.0.1", () => socket.write(bytes));
      let text = "";
      socket.on("data", (data) => {
        text += data;
        socket.end();
      });
      socket.on("close", () => resolve(text));
      socket.on("error", reject);
    });
  }

  stop() {
    return new Promise((resolve) => {
      this.process.once("exit", resolve);
      this.process.kill("SIGTERM");
    });
  }
}
