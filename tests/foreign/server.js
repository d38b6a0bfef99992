#!/usr/bin/env node
// A third server of POST favorites/destroy: node's own HTTP, the short way to be right.
//
// Usage: server.js [--port N] [--prefix /1.1] [--defect NAME]. Credentials and the status
// come from FAVSPEC_CONSUMER_KEY and its siblings. Prints "READY URL". Needs nothing else.
"use strict";

const crypto = require("crypto");
const http = require("http");

const DEFECTS = ["id-as-double", "get-acts", "replay-accepted", "not-liked-500", "html-errors"];

function option(name, otherwise) {
  const at = process.argv.indexOf("--" + name);
  return at < 0 ? otherwise : process.argv[at + 1];
}

const prefix = option("prefix", "/1.1").replace(/\/$/, "");
const defect = option("defect", "");
if (defect && !DEFECTS.includes(defect)) {
  console.error(`server.js: no defect ${defect}; there are: ${DEFECTS.join(", ")}`);
  process.exit(2);
}
const keys = {
  consumer: process.env.FAVSPEC_CONSUMER_KEY || "foreign-consumer",
  consumerSecret: process.env.FAVSPEC_CONSUMER_SECRET || "foreign consumer/secret",
  token: process.env.FAVSPEC_TOKEN || "77001-foreign",
  tokenSecret: process.env.FAVSPEC_TOKEN_SECRET || "foreign+token&secret",
};

// -- the world: ids are strings here, a double would round them ------------------------

const wanted = process.env.FAVSPEC_STATUS_ID || "1478523690147852369";
const ids = [...Array(12).keys()].map((k) => String(BigInt(wanted) + BigInt(k * 4194304)));
const likes = new Set([ids[0], ids[3], ids[6], ids[9]]);
const seen = new Map();

// A number that JSON.stringify must not round: spelled() takes the quotes away again.
const exact = (digits) => `\u0000${digits}\u0000`;

function user() {
  return {
    name: "Örtlich 🌾", id_str: "4242", id: 4242, screen_name: "field_note", url: null,
    location: "", description: "notes from a field", protected: false, verified: false,
    followers_count: 0, friends_count: 0, listed_count: 0, favourites_count: likes.size,
    statuses_count: ids.length, created_at: "Sat Feb 29 23:59:59 +0000 2020",
    utc_offset: null, time_zone: null, geo_enabled: false, lang: null, following: null,
    contributors_enabled: false, is_translator: false, default_profile: false,
    default_profile_image: true, follow_request_sent: null, notifications: null,
    profile_background_color: "000000", profile_background_tile: false,
    profile_background_image_url: null, profile_background_image_url_https: null,
    profile_image_url: "http://field.example/a.png", profile_link_color: "AbCdEf",
    profile_image_url_https: "https://field.example/a.png",
    profile_sidebar_border_color: "FFFFFF", profile_sidebar_fill_color: "123456",
    profile_text_color: "654321", profile_use_background_image: false,
    entities: { description: { urls: [] } },
  };
}

function status(id, favorited, withEntities) {
  const text = "🌾🌾 rain at last #weather";
  const document = {
    text, user: user(), favorited, retweeted: false, truncated: false, lang: "en",
    id_str: id, id: defect === "id-as-double" ? Number(id) : exact(id),
    source: "", created_at: "Sun Mar 01 00:00:00 +0000 2020", place: null, geo: null,
    coordinates: null, contributors: null, retweet_count: 0, favorite_count: 1,
    in_reply_to_status_id: null, in_reply_to_status_id_str: null, is_quote_status: false,
    in_reply_to_user_id: null, in_reply_to_user_id_str: null, in_reply_to_screen_name: null,
  };
  if (withEntities) {
    document.entities = {
      urls: [], symbols: [], user_mentions: [],
      hashtags: [{ indices: [16, 24], text: "weather" }],
    };
  }
  return document;
}

// -- OAuth -----------------------------------------------------------------------------

class Refusal extends Error {
  constructor(httpStatus, code, message) {
    super(message);
    Object.assign(this, { httpStatus, code });
  }
}

// Bytes travel as latin1 strings, so that nothing depends on their being UTF-8.
const bytes = (text) => text.replace(/%([0-9a-f]{2})/gi, (_, hex) =>
  String.fromCharCode(parseInt(hex, 16)));
const escape = (text) => text.replace(/[^A-Za-z0-9\-._~]/g, (c) =>
  "%" + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0"));
const latin1 = (text) => Buffer.from(text, "utf8").toString("latin1");
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function form(text) {
  return text.split("&").filter(Boolean).map((pair) => {
    const at = pair.indexOf("=");
    const parts = at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    return parts.map((part) => bytes(part.replace(/\+/g, " ")));
  });
}

function header(value) {
  if (value === undefined) return [];
  const scheme = /^\s*(\S+)\s*/.exec(value);
  if (/^bearer$/i.test(scheme && scheme[1])) throw new Refusal(403, 220, "needs a user");
  if (!/^oauth$/i.test(scheme && scheme[1])) throw new Refusal(401, 32, "scheme");
  const pairs = [];
  const one = /[\s,]*([^\s=",]+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?=,|$)/y;
  let rest = scheme[0].length;
  while (/[^\s,]/.test(value.slice(rest))) {
    one.lastIndex = rest;
    const found = one.exec(value);
    if (!found) throw new Refusal(401, 32, "header");
    rest = one.lastIndex;
    if (found[1] !== "realm") pairs.push([bytes(found[1]), bytes(found[2])]);
  }
  return pairs;
}

function protocolOf(lists) {
  const used = lists.map((l) => l.filter(([n]) => n.startsWith("oauth_"))).filter((l) => l.length);
  if (used.length !== 1) throw new Refusal(used.length ? 401 : 400, used.length ? 32 : 215, "where");
  const oauth = new Map(used[0]);
  if (oauth.size !== used[0].length) throw new Refusal(400, 215, "repeated");
  for (const n of ["consumer_key", "token", "signature_method", "timestamp", "nonce", "signature"]) {
    if (!oauth.get("oauth_" + n)) throw new Refusal(400, 215, "missing");
  }
  return oauth;
}

function authenticate(call) {
  const lists = [header(call.authorization), form(call.query), call.form];
  const oauth = protocolOf(lists);
  const of = (name) => oauth.get("oauth_" + name);
  if (of("signature_method") !== "HMAC-SHA1") throw new Refusal(400, 215, "method");
  if (oauth.has("oauth_version") && of("version") !== "1.0") throw new Refusal(400, 215, "version");
  if (!/^[1-9]\d*$/.test(of("timestamp"))) throw new Refusal(400, 215, "timestamp");
  if (of("consumer_key") !== latin1(keys.consumer)) throw new Refusal(401, 32, "consumer");
  if (of("token") !== latin1(keys.token)) throw new Refusal(401, 89, "token");
  if (Math.abs(Date.now() / 1000 - of("timestamp")) > 300) throw new Refusal(401, 135, "clock");
  const spent = of("timestamp") + " " + of("nonce");
  if (seen.has(spent) && defect !== "replay-accepted") throw new Refusal(401, 32, "nonce");
  if (of("signature") !== signature(call, lists.flat())) throw new Refusal(401, 32, "signature");
  seen.set(spent, true);
}

function signature(call, pairs) {
  const joined = pairs.filter(([n]) => n !== "oauth_signature")
    .map((pair) => pair.map(escape))
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map((pair) => pair.join("=")).join("&");
  const uri = "http://" + call.host.toLowerCase().replace(/:80$/, "") + call.path;
  const text = [call.method, uri, joined].map(escape).join("&");
  const key = [keys.consumerSecret, keys.tokenSecret].map((s) => escape(latin1(s))).join("&");
  return crypto.createHmac("sha1", key).update(text).digest("base64");
}

// -- routes ----------------------------------------------------------------------------

function idOf(parameters) {
  const id = parameters.get("id");
  if (id === undefined) throw new Refusal(403, 38, "no id");
  if (!/^[1-9]\d*$/.test(id) || !ids.includes(id)) throw new Refusal(404, 144, "unknown");
  return id;
}

const shown = (id, parameters) =>
  status(id, likes.has(id), parameters.get("include_entities") !== "false");

const acts = {
  "POST /favorites/destroy.json": (parameters) => {
    const id = idOf(parameters);
    if (!likes.delete(id)) {
      throw defect === "not-liked-500" ? new Refusal(500, 131, "oops")
        : new Refusal(404, 144, "not liked");
    }
    return shown(id, parameters);
  },
  "POST /favorites/create.json": (parameters) => {
    const id = idOf(parameters);
    if (likes.has(id)) throw new Refusal(403, 139, "liked already");
    likes.add(id);
    return shown(id, parameters);
  },
  "GET /statuses/show.json": (parameters) => shown(idOf(parameters), parameters),
  "GET /favorites/list.json": (parameters) =>
    ids.filter((id) => likes.has(id)).reverse().map((id) => shown(id, parameters)),
  "GET /account/verify_credentials.json": user,
};
if (defect === "get-acts") {
  acts["GET /favorites/destroy.json"] = acts["POST /favorites/destroy.json"];
}

function routed(call) {
  const method = call.method === "HEAD" ? "GET" : call.method;
  let path = call.path.startsWith(prefix + "/") ? call.path.slice(prefix.length) : "";
  const more = [];
  const named = /^\/statuses\/show\/(\d+)\.json$/.exec(path);
  if (named) {
    path = "/statuses/show.json";
    more.push(["id", named[1]]);
  }
  const act = acts[`${method} ${path}`];
  if (act) return { act, more };
  const other = Object.keys(acts).some((route) => route.endsWith(" " + path));
  throw other ? new Refusal(405, 86, "another method") : new Refusal(404, 34, "no page");
}

function handle(call) {
  const { act, more } = routed(call);
  authenticate(call);
  return act(new Map([...form(call.query), ...call.form, ...more]));
}

// -- HTTP ------------------------------------------------------------------------------

function callOf(request, body) {
  const hosts = request.rawHeaders.filter((n, k) => k % 2 === 0 && /^host$/i.test(n)).length;
  if (hosts > 1) throw new Refusal(400, 0, "two hosts");
  const absolute = /^https?:\/\/([^/?]*)(.*)$/i.exec(request.url);
  const target = absolute ? absolute[2] : request.url;
  const at = target.indexOf("?");
  const type = (request.headers["content-type"] || "").split(";")[0].trim().toLowerCase();
  return {
    method: request.method, host: absolute ? absolute[1] : request.headers.host || "",
    path: at < 0 ? target : target.slice(0, at), query: at < 0 ? "" : target.slice(at + 1),
    authorization: request.headers.authorization,
    form: type === "application/x-www-form-urlencoded" ? form(body) : [],
  };
}

const spelled = (value) =>
  JSON.stringify(value, null, "\t").replace(/"\\u0000(\d+)\\u0000"/g, "$1") + "\n";

function respond(request, response, body) {
  response.setHeader("Content-Type", "application/json");
  response.setHeader("Cache-Control", "no-store");
  try {
    response.end(spelled(handle(callOf(request, body))));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    response.statusCode = refusal.httpStatus;
    if (refusal.httpStatus === 401) response.setHeader("WWW-Authenticate", "OAuth");
    if (defect === "html-errors") response.setHeader("Content-Type", "text/html");
    response.end(defect === "html-errors" ? "<p>no</p>"
      : spelled({ errors: [{ message: refusal.message, code: refusal.code }] }));
  }
}

const server = http.createServer((request, response) => {
  let body = "";
  request.setEncoding("latin1");
  request.on("data", (data) => {
    body += data;
    if (body.length > 1 << 20) {
      response.writeHead(413, { Connection: "close" }).end();
      request.destroy();
    }
  });
  request.on("end", () => respond(request, response, body));
});
server.on("clientError", (_error, socket) => {
  if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
});
server.listen(Number(option("port", "0")), "127.0.0.1", () =>
  console.log(`READY http://127.0.0.1:${server.address().port}${prefix}`));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
