#!/usr/bin/env node
// twitter-api-v2, which speaks https alone: needs --tls.
"use strict";

const { TwitterApi } = require("twitter-api-v2");
const wanted = require("./wanted");

const client = new TwitterApi({
    appKey: wanted.consumerKey,
    appSecret: wanted.consumerSecret,
    accessToken: wanted.token,
    accessSecret: wanted.tokenSecret,
});
client.v1.post("favorites/destroy.json", wanted.parameters,
    { prefix: `${wanted.baseUrl}/`, timeout: 8000 })
    .then(wanted.checkStatus, wanted.fail);
