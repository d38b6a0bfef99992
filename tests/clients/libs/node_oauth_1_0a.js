#!/usr/bin/env node
// oauth-1.0a makes the header, node's own http sends: the parameters in the query.
"use strict";

const crypto = require("crypto");
const OAuth = require("oauth-1.0a");
const wanted = require("./wanted");

const oauth = new OAuth({
    consumer: { key: wanted.consumerKey, secret: wanted.consumerSecret },
    signature_method: "HMAC-SHA1",
    hash_function: (text, key) => crypto.createHmac("sha1", key).update(text).digest("base64"),
});
const url = `${wanted.url}?${new URLSearchParams(wanted.parameters)}`;
const headers = oauth.toHeader(
    oauth.authorize({ url, method: "POST" }, { key: wanted.token, secret: wanted.tokenSecret }));
const { request } = require(url.startsWith("https:") ? "https" : "http");
request(url, { method: "POST", headers: { ...headers, "Content-Length": 0 } }, (answer) => {
    const pieces = [];
    answer.on("data", (piece) => pieces.push(piece));
    answer.on("aborted", () => wanted.fail("cut off"));
    answer.on("error", wanted.fail);
    answer.on("end", () => wanted.check(answer.statusCode, Buffer.concat(pieces).toString()));
}).on("error", wanted.fail).end();
