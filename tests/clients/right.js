#!/usr/bin/env node
// A right client in node alone, without a library: everything in the form body.
"use strict";

const crypto = require("crypto");
const fs = require("fs");
const zlib = require("zlib");

const env = process.env;
const url = new URL(`${env.FAVSPEC_BASE_URL}/favorites/destroy.json`);
const encode = (text) => encodeURIComponent(text)
    .replace(/[!*'()]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const pairs = [
    ["id", env.FAVSPEC_STATUS_ID],
    ["oauth_consumer_key", env.FAVSPEC_CONSUMER_KEY],
    ["oauth_nonce", crypto.randomBytes(16).toString("hex")],
    ["oauth_signature_method", "HMAC-SHA1"],
    ["oauth_timestamp", Math.floor(Date.now() / 1000).toString()],
    ["oauth_token", env.FAVSPEC_TOKEN],
];
if (env.FAVSPEC_INCLUDE_ENTITIES) pairs.push(["include_entities", env.FAVSPEC_INCLUDE_ENTITIES]);

const form = (list) => list.map(([n, v]) => `${encode(n)}=${encode(v)}`);
const base = ["POST", `${url.origin}${url.pathname}`, form(pairs).sort().join("&")]
    .map(encode).join("&");
const key = `${encode(env.FAVSPEC_CONSUMER_SECRET)}&${encode(env.FAVSPEC_TOKEN_SECRET)}`;
pairs.push(["oauth_signature", crypto.createHmac("sha1", key).update(base).digest("base64")]);

const fail = (reason) => {
    console.error(reason);
    process.exit(1);
};
const body = form(pairs).join("&");
const options = {
    method: "POST",
    timeout: 8000,
    ca: env.FAVSPEC_CACERT ? fs.readFileSync(env.FAVSPEC_CACERT) : undefined,
    headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": body.length,
        "Accept-Encoding": "gzip",
    },
};
process.exitCode = 1;
require(url.protocol.slice(0, -1)).request(url, options, (answer) => {
    const pieces = [];
    answer.on("data", (piece) => pieces.push(piece));
    answer.on("error", fail);
    answer.on("end", () => {
        let text = Buffer.concat(pieces);
        if (answer.statusCode !== 200) fail(`status ${answer.statusCode}`);
        try {
            if (answer.headers["content-encoding"] === "gzip") text = zlib.gunzipSync(text);
            const status = JSON.parse(text.toString());
            process.exitCode = status && status.id_str === env.FAVSPEC_STATUS_ID ? 0 : 1;
        } catch (e) {
            fail(e);
        }
    });
}).on("error", fail).on("timeout", () => fail("too slow")).end(body);
