// The other end of fuzz/host/coprocess.h for adapters in JavaScript: as favspec_adapter.py.
// Every value is a Buffer, or null where there is none. A function returns an object with what
// it can tell, REJECT or SKIP. Standard output is taken: console.error is free.
'use strict';
const fs = require('node:fs');

const OK = 0, REJECT = 1, SKIP = 3;
const NO_MEMBER = Symbol('no member');

const REQUEST = ['method', 'url', 'content_type', 'body', 'consumer_key', 'consumer_secret',
  'token', 'token_secret', 'nonce', 'timestamp'];
const CALLS = {
  S: ['sign', REQUEST, ['base_string', 'signature', 'header']],
  V: ['verify', [...REQUEST, 'authorization'], []],
  J: ['status', ['json'], ['id', 'favorited', 'id_str', 'text', 'user_id_str']],
  E: ['error', ['http_status', 'body'], ['code', 'message']],
  M: ['shape', ['schema', 'document'], []],
};

function read(length) {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length;) {
    const got = fs.readSync(0, bytes, at, length - at);
    if (got === 0) process.exit(0);
    at += got;
  }
  return bytes;
}

function fields(payload) {
  const all = [];
  for (let at = 1; at < payload.length;) {
    const length = payload.readUInt32BE(at);
    at += 4;
    if (length === 0xffffffff) {
      all.push(null);
    } else {
      all.push(payload.subarray(at, at + length));
      at += length;
    }
  }
  return all;
}

function pack(value) {
  const head = Buffer.allocUnsafe(4);
  if (value === undefined || value === null || value === NO_MEMBER) {
    head.writeUInt32BE(value === NO_MEMBER ? 0xfffffffe : 0xffffffff);
    return [head];
  }
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
  head.writeUInt32BE(bytes.length);
  return [head, bytes];
}

function write(result, values) {
  const parts = [Buffer.alloc(4), Buffer.from([result]), ...values.flatMap(pack)];
  const frame = Buffer.concat(parts);
  frame.writeUInt32BE(frame.length - 4);
  for (let at = 0; at < frame.length;) at += fs.writeSync(1, frame, at);
}

function answer(functions, letter, given) {
  const [name, names, results] = CALLS[letter];
  const whole = Object.fromEntries(names.map((key, i) => [key, given[i] ?? null]));
  const got = functions[name](whole);
  if (typeof got === 'number') write(got, []);
  else write(OK, results.map((key) => got[key]));
}

function run({ name, version, quirks = '', ...functions }) {
  for (;;) {
    const payload = read(read(4).readUInt32BE(0));
    const letter = String.fromCharCode(payload[0]), given = fields(payload);
    if (letter !== 'H') answer(functions, letter, given);
    else if (String(given[0]) !== '1') write(REJECT, []);
    else write(OK, [name, version, Object.keys(functions).join(' '), quirks]);
  }
}

module.exports = { run, REJECT, SKIP, NO_MEMBER };
