#!/usr/bin/env node
// oauth (node-oauth) signs and sends: the parameters in the form body.
"use strict";

const { OAuth } = require("oauth");
const wanted = require("./wanted");

const oauth = new OAuth("", "", wanted.consumerKey, wanted.consumerSecret, "1.0", null, "HMAC-SHA1");
oauth.post(wanted.url, wanted.token, wanted.tokenSecret, wanted.parameters,
    "application/x-www-form-urlencoded",
    (error, body, answer) => (error ? wanted.fail(error) : wanted.check(answer.statusCode, body)));
