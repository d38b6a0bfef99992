#!/usr/bin/env node
// twitter, in its time the most used client of this API for node.
"use strict";

const Twitter = require("twitter");
const wanted = require("./wanted");

const client = new Twitter({
    consumer_key: wanted.consumerKey,
    consumer_secret: wanted.consumerSecret,
    access_token_key: wanted.token,
    access_token_secret: wanted.tokenSecret,
    rest_base: wanted.baseUrl,
});
client.post("favorites/destroy", wanted.parameters,
    (error, status) => (error ? wanted.fail(error) : wanted.checkStatus(status)));
