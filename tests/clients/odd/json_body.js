#!/usr/bin/env node
// Posts JSON, as to a newer interface, with the token as a bearer.
"use strict";

const http = require("http");

const body = JSON.stringify({ id: process.env.FAVSPEC_STATUS_ID });
const headers = { "Content-Type": "application/json", Authorization: `Bearer ${process.env.FAVSPEC_TOKEN}` };
http.request(`${process.env.FAVSPEC_BASE_URL}/favorites/destroy.json`, { method: "POST", headers },
    (answer) => process.exit(answer.statusCode === 200 ? 0 : 1)).on("error", () => process.exit(1)).end(body);
