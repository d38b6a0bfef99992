#!/usr/bin/env node
// twitter-lite, led to another URL than the one that it has built in.
"use strict";

const Twitter = require("twitter-lite");
const wanted = require("./wanted");

const client = new Twitter({
    consumer_key: wanted.consumerKey,
    consumer_secret: wanted.consumerSecret,
    access_token_key: wanted.token,
    access_token_secret: wanted.tokenSecret,
});
client.url = wanted.baseUrl;
client.post("favorites/destroy", wanted.parameters).then(wanted.checkStatus, wanted.fail);
