#!/usr/bin/env node
// twit, led to another URL than the one that it has built in.
"use strict";

const Twit = require("twit");
const endpoints = require("twit/lib/endpoints");
const wanted = require("./wanted");

endpoints.REST_ROOT = `${wanted.baseUrl}/`;
const client = new Twit({
    consumer_key: wanted.consumerKey,
    consumer_secret: wanted.consumerSecret,
    access_token: wanted.token,
    access_token_secret: wanted.tokenSecret,
    timeout_ms: 8000,
});
client.post("favorites/destroy", wanted.parameters,
    (error, status) => (error ? wanted.fail(error) : wanted.checkStatus(status)));
