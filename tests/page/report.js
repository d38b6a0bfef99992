// The HTML report in headless Chromium: opened from a file, with nothing from a network, it
// filters, shows each exchange in two forms, marks what is wrong, prints, fits a phone, and
// nothing that a subject sends runs. With SHOTS=folder it leaves screenshots there.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { KEYS, PROGRAM, environment } from "./server.js";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const HOSTILE = "<script>window.pwned=1</script></pre></details><img src=x onerror=window.pwned=2>" +
  "<svg onload=window.pwned=3>\"'><style>*{display:none}</style>\u202egnp.exe\u001b[31m::error::x";
const GROUPS = ["shape/*", "entities/*", "clock/*"].flatMap((group) => ["--only", group]);
const folder = mkdtempSync(path.join(tmpdir(), "favspec-report-"));
let browser;

function run(name, status, ...more) {
  const file = path.join(folder, name + ".html");
  const done = spawnSync(PROGRAM, ["test-server", "-q", "-o", `html=${file}`, "-o", `json=${file}.json`, ...GROUPS, ...more],
    { env: Object.fromEntries(Object.entries(environment()).filter(([key]) => !(key in KEYS))), encoding: "utf8", cwd: folder });
  assert.equal(done.status, status, done.stderr + done.stdout);
  return JSON.parse(readFileSync(file + ".json", "utf8"));
}

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? BROWSERS.find(existsSync),
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

// A page that fails the test on anything it should not do.
async function open(t, name, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const address = pathToFileURL(path.join(folder, name + ".html")).href;
  page.trouble = [];
  page.on("console", (message) => page.trouble.push(message.text()));
  page.on("pageerror", (error) => page.trouble.push(String(error)));
  page.on("dialog", (dialog) => page.trouble.push("dialog: " + dialog.message()));
  page.on("request", (request) => request.url() !== address && page.trouble.push("asks for " + request.url()));
  await page.goto(address);
  t.after(() => context.close());
  return page;
}

function shot(page, name) {
  return process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/report-${name}.png` }) : undefined;
}

const visible = (page) => page.locator("details.case:not([hidden])").evaluateAll((all) => all.map((one) => one.id));

test("what failed comes first, with what was expected, got, and marked in the answer", async (t) => {
  const report = run("rounded", 1, "--mutant", "id-rounded");
  const page = await open(t, "rounded", { viewport: { width: 1280, height: 900 } });
  const failed = report.cases.filter((one) => one.verdict === "fail");
  assert.ok(failed.length > 1);
  assert.match(await page.locator("h1").innerText(), /FAIL/);
  assert.deepEqual((await visible(page)).slice(0, failed.length), failed.map((one) => one.id));
  assert.equal((await visible(page)).length, report.cases.length);
  const first = page.locator("details.case").first();
  assert.match(await first.locator(".expected").innerText(), /id_str is the decimal text of id/);
  assert.match(await first.locator(".got").innerText(), /what it becomes in a double/);
  assert.match(await first.locator(".fix").innerText(), /How to fix/);
  assert.match(await first.locator(".replay").innerText(), new RegExp(`favspec replay (.* )?${failed[0].id}`));
  const answer = first.locator(".message").last();
  assert.match(await answer.locator(".json mark").innerText(), /"id_str": "\d{16,}"/);
  const id = /"id":(\d+)/.exec(report.exchanges[failed[0].exchanges.at(-1)].response)[1];
  assert.ok((await answer.locator(".json").innerText()).includes(`"id": ${id},`), "the number as it was sent");
  assert.equal(await answer.locator("pre[data-kind]").isVisible(), false);
  await shot(page, "desktop");
  await first.getByRole("button", { name: "raw" }).click();
  assert.ok((await answer.locator("pre[data-kind]").innerText()).includes(`"id":${id},`));
  assert.equal(await answer.locator(".pretty").isVisible(), false);
  assert.deepEqual(page.trouble, []);
});

test("filters by verdict, by words, by group and by requirement", async (t) => {
  const report = run("entities", 1, "--mutant", "entities-always");
  const page = await open(t, "entities");
  const ids = (wanted) => report.cases.filter(wanted).map((one) => one.id).sort();
  await page.locator("nav button.fail").click();
  assert.deepEqual((await visible(page)).sort(), ids((one) => one.verdict === "fail"));
  await page.locator("nav button.info").click();
  assert.deepEqual((await visible(page)).sort(), ids((one) => one.verdict === "info"));
  await page.locator("nav button").first().click();
  await page.locator("nav input").fill("zzz-no-such-thing");
  assert.deepEqual(await visible(page), []);
  await page.getByText("No case matches").waitFor();
  await page.locator(".groups button", { hasText: /^clock$/ }).click();
  assert.deepEqual((await visible(page)).filter((id) => id.startsWith("clock/")).sort(), ids((one) => one.id.startsWith("clock/")));
  await page.locator(".requirements button", { hasText: /^ENTITIES-OMITTED$/ }).click();
  assert.deepEqual((await visible(page)).sort(), ids((one) => one.requirements.some((r) => r.id === "ENTITIES-OMITTED")));
  assert.deepEqual(page.trouble, []);
});

test("a case has an address", async (t) => {
  run("green", 0);
  const page = await open(t, "green");
  assert.match(await page.locator("h1").innerText(), /PASS/);
  await page.locator(".slow a").first().click();
  const id = decodeURIComponent(new URL(page.url()).hash.slice(1));
  assert.equal(await page.locator(`details.case[id="${id}"]`).evaluate((one) => one.open), true);
  assert.equal(await page.locator(".histogram rect").count(), 11);
  assert.deepEqual(page.trouble.filter((text) => !text.includes("#")), []);
});

test("fits a phone, in both colours, and prints", async (t) => {
  const page = await open(t, "entities",
    { viewport: { width: 375, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(sizes[0] <= sizes[1], `the page is ${sizes[0]} px wide on a screen of ${sizes[1]}`);
  await shot(page, "phone");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator("nav").evaluate((node) => node.scrollIntoView());
  await shot(page, "phone-dark");
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  assert.equal(await page.locator("nav").isVisible(), false);
  assert.equal(await page.locator("details.case").first().locator(".json").isVisible(), true);
  await shot(page, "print");
  assert.deepEqual(page.trouble, []);
});

test("complete without a script", async (t) => {
  const page = await open(t, "rounded", { javaScriptEnabled: false });
  const first = page.locator("details.case").first();
  assert.equal(await first.locator("pre[data-kind]").first().isVisible(), true);
  assert.equal(await page.locator("nav").isVisible(), false);
});

test("nothing that a server sends runs or becomes markup", async (t) => {
  const clean = HOSTILE.replaceAll(/[\u0080-\uffff\u0000-\u001f]/g, "");
  const server = http.createServer((request, response) => {
    response.writeHead(200, clean, { "Content-Type": clean, "X-Hostile": clean });
    response.end(HOSTILE);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const file = path.join(folder, "hostile.html");
  const child = spawn(PROGRAM, ["test-server", `http://127.0.0.1:${server.address().port}/1.1`, "-q", "--only", "shape/*",
    "--only", "id/*", "-o", `html=${file}`], { env: environment(), cwd: folder });
  await new Promise((resolve) => child.on("exit", resolve));
  const page = await open(t, "hostile");
  await page.getByRole("button", { name: "open all" }).click();
  assert.equal(await page.evaluate(() => window.pwned), undefined);
  assert.equal(await page.locator("main img, main svg[onload], body style, main script").count(), 0);
  assert.equal(await page.locator("script").count(), 1);
  const text = await page.locator("main").innerText();
  assert.ok(text.includes("<script>window.pwned=1</script>"), "shown as text");
  assert.doesNotMatch(await page.content(), /[\u202e\u001b]/);
  assert.deepEqual(page.trouble, []);
});
