// SARIF and HAR of real runs against the published schemas of the formats.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { PROGRAM, environment } from "./server.js";

const require = createRequire(import.meta.url);
const CLIENT = new URL("../clients/odd/unsigned.sh", import.meta.url).pathname;
const folder = mkdtempSync(path.join(tmpdir(), "favspec-schemas-"));
const RUNS = [
  ["green", 0, "test-server"],
  ["failing", 1, "test-server", "--mutant", "id-rounded"],
  ["hostile", 1, "test-server", "--mutant", "json-control-character"],
  ["client", 1, "test-client", "--only", "call/*", "--only", "entities/*", "--", "sh", CLIENT],
];

after(() => rmSync(folder, { recursive: true }));

function validator() {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  return ajv;
}

function sarifSchema() {
  const entry = path.dirname(require.resolve("@microsoft/jest-sarif/package.json"));
  const file = readdirSync(path.join(entry, "lib/schemas")).find((name) => name.startsWith("sarif-2.1.0"));
  const schema = JSON.parse(readFileSync(path.join(entry, "lib/schemas", file), "utf8"));
  delete schema.$schema; // draft-04, whose keywords here mean the same today
  delete schema.id;
  return validator().compile(schema);
}

function harSchema() {
  const ajv = validator();
  ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"));
  const schemas = Object.values(require("har-schema"));
  for (const schema of schemas) ajv.addSchema(schema);
  return ajv.getSchema("har.json#") ?? ajv.getSchema("har.json");
}

for (const [name, status, command, ...more] of RUNS)
  test(`${name}: sarif and har are what their schemas describe`, () => {
    const files = ["sarif", "har"].map((kind) => path.join(folder, `${name}.${kind}`));
    const env = { ...environment(), ...Object.fromEntries(["CONSUMER_KEY", "CONSUMER_SECRET", "TOKEN", "TOKEN_SECRET", "STATUS_ID"]
      .map((key) => ["FAVSPEC_" + key, undefined])) };
    const done = spawnSync(PROGRAM, [command, "-q", "-o", `sarif=${files[0]}`, "-o", `har=${files[1]}`, ...more],
      { env, cwd: folder, encoding: "utf8" });
    assert.equal(done.status, status, done.stdout + done.stderr);
    for (const [i, check] of [sarifSchema(), harSchema()].entries()) {
      const document = JSON.parse(readFileSync(files[i], "utf8"));
      const valid = check(document);
      assert.ok(valid, files[i] + JSON.stringify(check.errors?.slice(0, 5), null, 1));
    }
  });
