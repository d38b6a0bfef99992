// The npm package oauth-1.0a as an adapter, and JSON.parse as a parser of documents.
'use strict';
const crypto = require('node:crypto');
const querystring = require('node:querystring');
const OAuth = require('oauth-1.0a');
const { version } = require('oauth-1.0a/package.json');
const { run, REJECT, NO_MEMBER } = require('./favspec-adapter.js');

const FORM = 'application/x-www-form-urlencoded';

function isForm(type) {
  return type !== null && String(type).split(';')[0].trim().toLowerCase() === FORM;
}

function sign(request) {
  const answer = {};
  const oauth = new OAuth({
    consumer: { key: String(request.consumer_key), secret: String(request.consumer_secret) },
    signature_method: 'HMAC-SHA1',
    hash_function(base, key) {
      answer.base_string = base;
      return crypto.createHmac('sha1', key).update(base).digest('base64');
    },
  });
  oauth.getNonce = () => String(request.nonce);
  oauth.getTimeStamp = () => String(request.timestamp);
  const token = { secret: String(request.token_secret) };
  if (request.token !== null) token.key = String(request.token);
  const form = request.body !== null && isForm(request.content_type);
  try {
    const signed = oauth.authorize({
      url: String(request.url),
      method: String(request.method),
      data: form ? { ...querystring.parse(String(request.body), '&', '=', { maxKeys: 0 }) } : {},
    }, token);
    answer.signature = signed.oauth_signature;
    answer.header = oauth.toHeader(signed).Authorization;
    return answer;
  } catch (refused) {
    if (refused instanceof URIError) return REJECT;
    throw refused;
  }
}

function parse(bytes) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// JSON.parse gives a double: what it cannot hold exactly is not told.
const integer = (value, most) => !Number.isInteger(value) || Math.abs(value) >= most ? NO_MEMBER
  : Number.isSafeInteger(value) ? value : null;
const string = (value) => typeof value === 'string' ? value : NO_MEMBER;
const own = (object, name) =>
  isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;

function status({ json }) {
  const root = parse(json);
  if (!isObject(root)) return REJECT;
  const id = own(root, 'id'), favorited = own(root, 'favorited');
  return {
    id: id < 0 ? NO_MEMBER : integer(id, 2 ** 65),
    favorited: typeof favorited === 'boolean' ? favorited : NO_MEMBER,
    id_str: string(own(root, 'id_str')),
    text: string(own(root, 'text')),
    user_id_str: string(own(own(root, 'user'), 'id_str')),
  };
}

function error({ body }) {
  const errors = own(parse(body), 'errors');
  if (!Array.isArray(errors) || !isObject(errors[0])) return REJECT;
  const [first] = errors;
  return { code: integer(own(first, 'code'), 2 ** 64), message: string(own(first, 'message')) };
}

const quirks = 'url-case default-port odd-port empty-path user-info fragment not-utf8 plus ' +
  'question equals oauth-name signature duplicate escaped-name empty-pair proto ' +
  'fraction twice surrogate';
run({ name: 'oauth-1.0a', version, quirks, sign, status, error });
