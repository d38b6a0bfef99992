// Makes the pictures of the README from real runs: node pictures.js FOLDER
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { KEYS, PROGRAM, Server, environment } from "./server.js";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const WIDTH = 1000;
const into = process.argv[2];
const folder = mkdtempSync(path.join(tmpdir(), "favspec-pictures-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? BROWSERS.find(existsSync),
  args: process.getuid() === 0 ? ["--no-sandbox"] : [],
});

async function page(height) {
  const made = await (await browser.newContext({ viewport: { width: WIDTH, height }, colorScheme: "light" })).newPage();
  made.setDefaultTimeout(120_000);
  return made;
}

async function report() {
  const file = path.join(folder, "report.html");
  const env = Object.fromEntries(Object.entries(environment()).filter(([name]) => !(name in KEYS)));
  const done = spawnSync(PROGRAM, ["test-server", "-q", "--mutant", "id-unknown-400", "-o", `html=${file}`], { env, cwd: folder });
  if (done.status !== 1) throw new Error(String(done.stderr));
  const shown = await page(920);
  await shown.goto(pathToFileURL(file).href);
  // Of the overview the requirements alone, so that the first failure is in the picture too.
  await shown.evaluate(() => document.querySelectorAll(".overview > section:not(.wide)").forEach((section) => section.remove()));
  await shown.screenshot({ path: path.join(into, "report.png") });
}

async function serve() {
  const server = await Server.start("--keep-liked");
  const query = `/favorites/destroy.json?id=${KEYS.FAVSPEC_STATUS_ID}`;
  await server.send("POST", query, server.sign("POST", query));
  await server.send("POST", query, server.sign("POST", "/favorites/destroy.json"));
  const shown = await page(650);
  await shown.goto(server.origin + "/");
  await shown.locator("li[data-number=\"2\"] details.request").evaluate((node) => (node.open = true));
  await shown.locator("table.compare").waitFor();
  await shown.screenshot({ path: path.join(into, "serve.png") });
  await server.stop();
}

await report();
await serve();
await browser.close();
rmSync(folder, { recursive: true });
