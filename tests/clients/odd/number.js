#!/usr/bin/env node
// Reads the id as a number, as JavaScript does with every JSON document: it sends another one.
"use strict";

process.env.FAVSPEC_STATUS_ID = Number(process.env.FAVSPEC_STATUS_ID).toString();
require("../right.js");
