// The page of `favspec serve` in headless Chromium: what it shows, that it is live, filtered,
// readable on a phone, and that nothing a client sends runs. With SHOTS=folder it leaves
// screenshots there.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { KEYS, SECRETS, Server } from "./server.js";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const DESTROY = "/favorites/destroy.json";
const ID = KEYS.FAVSPEC_STATUS_ID;
const HOSTILE = [
  "<script>window.pwned=1</script>", "</script><script>window.pwned=2</script>",
  "<img src=x onerror=window.pwned=3>", "\"><svg onload=window.pwned=4>", "javascript:window.pwned=5",
  "<!--requests-->", "\u202egnp.exe",
];
let server, browser;

before(async () => {
  server = await Server.start("--keep-liked");
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? BROWSERS.find(existsSync),
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
});

after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0);
});

// A page that fails the test on anything it should not do.
async function open(t, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.trouble = [];
  page.on("console", (message) => message.type() === "error" && page.trouble.push(message.text()));
  page.on("pageerror", (error) => page.trouble.push(String(error)));
  page.on("dialog", (dialog) => page.trouble.push("dialog: " + dialog.message()));
  page.on("request", (request) => {
    if (!request.url().startsWith(server.origin + "/") && !request.url().startsWith("data:"))
      page.trouble.push("from elsewhere: " + request.url());
  });
  await page.goto(server.origin + "/");
  t.after(() => context.close());
  return page;
}

function shot(page, name, fullPage = true) {
  return process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage }) : undefined;
}

const item = (page, number) => page.locator(`li[data-number="${number}"]`);
const verdict = (page, number) => item(page, number).getAttribute("data-verdict");

test("an empty page says so", async (t) => {
  const page = await open(t);
  await page.getByText("No request yet").waitFor();
  assert.deepEqual(page.trouble, []);
});

test("requests show live, newest first, with verdict and name", async (t) => {
  const page = await open(t);
  const query = `?id=${ID}&include_entities=true`;
  assert.equal(await server.send("POST", DESTROY + query, server.sign("POST", DESTROY + query)), 200);
  assert.equal(await server.send("POST", DESTROY + query, server.sign("POST", DESTROY)), 401);
  const other = server.sign("POST", `${DESTROY}?id=1`);
  assert.equal(await server.send("POST", `${DESTROY}?id=1`, other), 404);
  const word = `${DESTROY}?id=${ID}&include_entities=1`;
  assert.equal(await server.send("POST", word, server.sign("POST", word)), 200);
  await item(page, 4).waitFor();
  assert.deepEqual(await page.locator("#requests > li").evaluateAll((all) => all.map((li) => li.dataset.number)),
    ["4", "3", "2", "1"]);
  assert.deepEqual(await Promise.all([1, 2, 3, 4].map((n) => verdict(page, n))), ["pass", "fail", "info", "warn"]);
  assert.match(await item(page, 2).locator("summary").innerText(), /query-missing/);
  assert.match(await item(page, 4).locator("summary").innerText(), /include-entities-wrong/);
  assert.deepEqual(page.trouble, []);
});

test("a refused request: both base strings, the first difference, headers, body, curl", async (t) => {
  const page = await open(t);
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  const authorization = server.sign("POST", DESTROY, { pairs: [`id=${ID}`, "note=a b"] });
  await server.send("POST", DESTROY, authorization, form, `id=${ID}&note=a+c`);
  await server.send("POST", DESTROY, server.sign("POST", DESTROY), form, `id=${ID}&note=it's`);
  const card = item(page, 6);
  await card.locator("summary").click();
  const table = card.locator("table.compare");
  assert.equal(await table.locator("mark").count(), 1);
  assert.equal(await table.locator("tr.first").count(), 1);
  assert.match(await table.locator("tr.first").innerText(), new RegExp("id%3D" + ID));
  const text = await card.innerText();
  for (const expected of ["body-missing", "Sign the parameters of a form body", "application/x-www-form-urlencoded",
    `id=${ID}&note=it's`, "curl -X 'POST'", "Could not authenticate you"])
    assert.ok(text.includes(expected), expected + " is not in: " + text);
  assert.match(text, /POST&http%3A%2F%2F127\.0\.0\.1/);
  assert.match(text, /Authorization: OAuth .*oauth_signature="[^"]{20,}"/);
  assert.equal(await verdict(page, 5), "fail");
  assert.deepEqual(page.trouble, []);
  await shot(page, "desktop");
});

test("the filter hides the other verdicts, also of what comes later", async (t) => {
  const page = await open(t);
  await page.getByRole("button", { name: /^fail/ }).click();
  const shown = () => page.locator("#requests > li:not([hidden])").evaluateAll((all) =>
    [...new Set(all.map((li) => li.dataset.verdict))]);
  assert.deepEqual(await shown(), ["fail"]);
  const query = `${DESTROY}?id=${ID}`;
  await server.send("POST", query, server.sign("POST", query));
  await item(page, 7).waitFor({ state: "attached" });
  assert.equal(await item(page, 7).isHidden(), true);
  await page.getByRole("button", { name: /^all/ }).click();
  assert.equal(await item(page, 7).isVisible(), true);
});

test("nothing that a client sends runs or becomes markup", async (t) => {
  const page = await open(t);
  for (const text of HOSTILE) {
    await server.raw(`POST /1.1/favorites/destroy.json?x=${text.replaceAll(" ", "%20")} HTTP/1.1\r\nHost: 127.0.0.1\r\n` +
      `X-${text.length}: ${text}\r\nAuthorization: OAuth realm="${text}", oauth_nonce="${text}"\r\n` +
      `Content-Type: ${text}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }
  await server.raw(`${"<b>X</b>".replaceAll("/", "")} / HTTP/1.1\r\nHost: <i>\r\n\r\n`);
  const last = 7 + HOSTILE.length;
  await item(page, last).waitFor();
  for (const fresh of [page, await open(t)]) { // as news, and in the page as it is loaded
    for (let number = 8; number <= last; number++) {
      const details = item(fresh, number).locator("details.request");
      if (!(await details.evaluate((node) => node.open))) await details.locator("summary").click();
    }
    assert.equal(await fresh.evaluate(() => window.pwned), undefined);
    assert.equal(await fresh.locator("#requests script, #requests img, #requests svg").count(), 0);
    assert.equal(await fresh.locator("script").count(), 2);
    const text = await fresh.locator("#requests").innerText();
    assert.ok(text.includes(HOSTILE[0]) && text.includes(HOSTILE[2]), "shown as text");
    assert.ok(!text.includes("\u202e"), "a bidirectional override");
    assert.deepEqual(fresh.trouble, []);
  }
  await shot(page, "hostile");
});

test("a request that leaks a secret is named, and the secret hidden", async (t) => {
  const page = await open(t);
  const before = Number(await page.locator("#requests > li").first().getAttribute("data-number"));
  for (const secret of SECRETS) {
    const path = `${DESTROY}?id=${ID}&s=${encodeURIComponent(secret)}`;
    await server.send("POST", path, server.sign("POST", path), { "X-Secret": secret });
  }
  await item(page, before + 2).waitFor();
  for (const number of [before + 1, before + 2]) {
    await item(page, number).locator("summary").click();
    assert.match(await item(page, number).innerText(), /secret-leaked/);
  }
  const everything = (await page.content()) + (await (await fetch(server.origin + "/")).text()) + server.stderr;
  for (const secret of SECRETS)
    for (const spelling of [secret, encodeURIComponent(secret), encodeURIComponent(encodeURIComponent(secret)),
      Buffer.from(secret).toString("base64")])
      assert.ok(!everything.includes(spelling), spelling);
});

test("readable on a phone", async (t) => {
  const page = await open(t, { viewport: { width: 375, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  await item(page, 6).locator("summary").tap();
  await item(page, 6).locator("table.compare").waitFor();
  const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(sizes[0] <= sizes[1], `the page is ${sizes[0]} px wide on a screen of ${sizes[1]}`);
  const small = await page.locator("button:visible, summary:visible").evaluateAll((all) =>
    all.filter((node) => node.closest(".head") === null && node.getBoundingClientRect().height < 32).length);
  assert.equal(small, 0, "targets too small for a finger");
  await shot(page, "phone-list", false);
  await item(page, 6).evaluate((node) => node.scrollIntoView());
  await shot(page, "phone", false);
  await page.emulateMedia({ colorScheme: "dark" });
  await shot(page, "phone-dark", false);
});

test("older requests on demand; a server that is gone is said", async (t) => {
  const mine = await Server.start("--quiet");
  t.after(() => mine.process.kill("SIGKILL"));
  for (let i = 0; i < 60; i++) await mine.send("POST", `${DESTROY}?id=${i}`);
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(mine.origin + "/");
  assert.equal(await page.locator("#requests > li").count(), 50);
  await page.getByRole("button", { name: "Older requests" }).click();
  await item(page, 1).waitFor();
  assert.equal(await page.locator("#requests > li").count(), 60);
  assert.equal(await page.getByRole("button", { name: "Older requests" }).isHidden(), true);
  await mine.stop();
  await page.getByText("The server does not answer").waitFor();
  assert.equal(await page.locator("#requests > li").count(), 60);
});

test("the page stands beside the API, not in it", async () => {
  for (const path of ["/1.1", "/1.1/", "/favspec", "/favspec/", "/favspec/page.html", "/index.html", "/favicon.ico",
    "/1.1/favorites/destroy.jsn"]) {
    const answer = await fetch(server.origin + path);
    assert.equal(answer.status, 404, path);
    assert.equal((await answer.json()).errors[0].code, 34, path);
  }
  for (const path of ["/", "/favspec/requests.json"]) {
    const answer = await fetch(server.origin + path, { method: "POST" });
    assert.equal(answer.status, 404, "POST " + path);
  }
  const page = await fetch(server.origin + "/");
  assert.match(page.headers.get("content-security-policy"), /default-src 'none'.*script-src 'self'/);
  assert.doesNotMatch(page.headers.get("content-security-policy"), /unsafe/);
});
