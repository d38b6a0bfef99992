// What the Node drivers share: what is asked for, and whether the answer is that.
"use strict";

const fs = require("fs");
const https = require("https");

const env = (name) => process.env[`FAVSPEC_${name}`] || "";
const wanted = {
    baseUrl: env("BASE_URL"),
    url: `${env("BASE_URL")}/favorites/destroy.json`,
    consumerKey: env("CONSUMER_KEY"),
    consumerSecret: env("CONSUMER_SECRET"),
    token: env("TOKEN"),
    tokenSecret: env("TOKEN_SECRET"),
    id: env("STATUS_ID"),
    parameters: { id: env("STATUS_ID") },
};
if (env("INCLUDE_ENTITIES")) wanted.parameters.include_entities = env("INCLUDE_ENTITIES");
if (env("CACERT")) https.globalAgent.options.ca = fs.readFileSync(env("CACERT"));

wanted.fail = (reason) => {
    console.error(reason);
    process.exit(1);
};

// Ends the program: 0 when this is the status that was asked for.
wanted.checkStatus = (status) => {
    const right = status && typeof status === "object" && status.id_str === wanted.id;
    if (!right) wanted.fail("another document");
    process.exit(0);
};

wanted.check = (statusCode, body) => {
    if (statusCode !== 200) wanted.fail(`status ${statusCode}`);
    try {
        wanted.checkStatus(JSON.parse(body));
    } catch (e) {
        wanted.fail(e);
    }
};

// A library that never calls back has not succeeded.
process.exitCode = 1;
setTimeout(() => wanted.fail("too slow"), 8000).unref();
module.exports = wanted;
