"""Readings of the mistakes in parameters, URL, key, digest and header.

Each row is a name, a reading of it, and a function of a request that makes it show there
(None: it cannot) and returns the deviations to sign with; "_wire" holds those of what is sent.
"""
import base64
import hashlib
import hmac
import json
import struct
from readings_encoding import P, add, any_, dup, e2, ident
from signer import enc, form_enc, sent_lists, sign
own = lambda L: [x for x in L if x[0].startswith('oauth_')]

def f(q, r):
    q.params[0][2] = 'q'
    return {'lists': lambda Q, B, H: (own(Q), B, H)}
add('query-missing', 'non-oauth', f)

def body(q):
    q.method = 'POST' if q.method in ('GET', 'DELETE') else q.method

def f(q, r):
    body(q)
    q.params[0][2] = 'b'
    return {'lists': lambda Q, B, H: (Q, own(B), H)}
add('body-missing', 'non-oauth', f)

def jsb(q, r):
    body(q)
    q.transport = 'header' if q.transport == 'body' else q.transport
    q.ctype = r.choice(['application/json', 'application/json; charset=utf-8'])
    for p in q.params:
        p[2] = 'q'

def f(q, r):
    jsb(q, r)
    i = q.params.pop(0)[1]
    q.params = [p for p in q.params if p[0] != 'include_entities']
    q.jsonbody = r.choice(['{"id":"%s"}', '{"id":%s}', '{"id": %s, "include_entities": "true"}', '{ "include_entities":"false","id":"%s" }']) % i
    ex = [(k, str(v)) for k, v in json.loads(q.jsonbody).items()]
    return {'extra': ex}
add('body-not-form-included', 'json members', f)
for tv in [
    ('true', 'True'),
    ('true', 'true'),
    ('true', '1'),
    ('false', 'False'),
    ('false', 'false'),
    ('false', '0'),
    ('false', ''),
    ('null', 'None'),
    ('null', 'null'),
    ('null', ''),
]:

    def f(q, r, tv=tv):
        jsb(q, r)
        i = q.params.pop(0)[1]
        q.params = [p for p in q.params if p[0] != 'include_entities']
        q.jsonbody = '{"id":%s,"include_entities":%s}' % (i, tv[0])
        return {'extra': [('id', i), ('include_entities', tv[1])]}
    add('body-not-form-included', 'json %s as %r' % tv, f)

def f(q, r):
    jsb(q, r)
    i = q.params.pop(0)[1]
    q.jsonbody = '{"id":"%s"}' % i
    return {'extra': [(q.jsonbody, '')]}
add('body-not-form-included', 'json text as name', f)

def f(q, r):
    jsb(q, r)
    i = q.params.pop(0)[1]
    q.ctype = 'multipart/form-data; boundary=XbY1'
    fs = [('id', i), ('t', r.choice(['x y', 'é', 'z']))]
    q.jsonbody = ''.join(('--XbY1\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % x for x in fs)) + '--XbY1--\r\n'
    return {'extra': fs}
add('body-not-form-included', 'multipart', f)

def f(q, r):
    jsb(q, r)
    i = q.params.pop(0)[1]
    q.ctype = r.choice(['text/plain', 'application/octet-stream', 'application/json'])
    q.jsonbody = 'id=%s&a=x%%20y' % i
    return {'extra': [('id', i), ('a', 'x y')]}
add('body-not-form-included', 'form text under other type', f)

def coll(which):

    def g(lst):
        d = {}
        for n, v in lst:
            if n not in d:
                d[n] = v
            elif which == 'last':
                d[n] = v
            elif which == 'min':
                d[n] = min(d[n], v, key=lambda x: enc(x))
            elif which == 'max':
                d[n] = max(d[n], v, key=lambda x: enc(x))
        return list(d.items())
    return g
for w in ['first', 'last', 'min', 'max']:
    for o in ['qbh', 'bqh', 'hqb']:

        def f(q, r, w=w, o=o):
            dup(q, r)
            return {'params': coll(w), 'place_order': o}
        add('duplicate-collapsed', w + o, f)

def f(q, r):
    dup(q, r)
    return {'params': lambda l: list(dict.fromkeys(l))}

def f(q, r):
    q.params.append(list(q.params[0]))
    return {'params': lambda l: list(dict.fromkeys(l))}
add('duplicate-collapsed', 'identical pair once', f)

def emp(q, r):
    q.params.append([r.choice(['e', 'b', 'x']), '', r.choice('qb') if q.method not in ('GET', 'DELETE') else 'q'])

def f(q, r):
    emp(q, r)
    return {'params': lambda l: [x for x in l if x[1] != '']}
add('empty-value-dropped', 'all', f)

def f(q, r):
    emp(q, r)
    q.params.append(['include_entities', '', 'q'])
    return {'params': lambda l: [x for x in l if x[1] != '' or x[0] == 'include_entities']}
add('empty-value-dropped', 'but entities', f)

def f(q, r):
    return {'extra': [('oauth_signature', '')]}
add('signature-included', 'empty', f)

def f(q, r):
    s1 = sign(q, {})[2]
    return {'extra': [('oauth_signature', s1)]}
add('signature-included', 'right one signed again', f)

def f(q, r):
    q.transport = 'header'
    q.realm = r.choice(['http://api.twitter.com/', 'Twitter API', 'x'])
    return {'extra': [('realm', q.realm)]}
add('realm-included', '', f)

def f(q, r):
    q.transport = 'header'
    q.realm = ''
    return {'extra': [('realm', '')]}
add('realm-included', 'empty realm', f)

def drop(n):
    return lambda l: [x for x in l if x[0] != n]

def f(q, r):
    q.version = True
    return {'params': drop('oauth_version')}
add('version-missing', '', f)

def f(q, r):
    q.version = False
    return {'extra': [('oauth_version', '1.0')]}
add('version-added', '1.0', f)

def f(q, r):
    q.version = False
    return {'extra': [('oauth_version', r.choice(['1.0a', '1.1', '1', '1.0A', '']))]}
add('version-added', 'other', f)

def f(q, r):
    return {'params': drop('oauth_token')}
add('token-missing', 'dropped', f)

def f(q, r):
    return {'params': lambda l: [(n, '' if n == 'oauth_token' else v) for n, v in l]}
add('token-missing', 'empty', f)

def f(q, r):
    return {'params': own}
add('parameters-unsigned', '', f)

def setid(v):
    return lambda l: [(n, v if n == 'id' else x) for n, x in l]

def bigid(q, r):
    q.params[0][1] = str(r.randint(1 << 53, (1 << 63) - 1) | 1)

def js(n):
    s = repr(float(n))
    if 'e' in s:
        mant, ex = s.split('e')
        ex = int(ex)
        d = mant.replace('.', '').rstrip('0') if True else ''
        d = mant.replace('.', '')
        d = d.rstrip('0') or '0'
        return d + '0' * (ex + 1 - len(d))
    return s[:-2] if s.endswith('.0') else s
conv = {
    'double exact': lambda n: '%d' % int(float(n)),
    'js': js,
    '%g': lambda n: '%g' % float(n),
    '%.15g': lambda n: '%.15g' % float(n),
    '%.17g': lambda n: '%.17g' % float(n),
    'repr': lambda n: repr(float(n)),
    'php': lambda n: '%.14G' % float(n),
    'php17': lambda n: repr(float(n)).upper(),
    'java': lambda n: repr(float(n)).replace('e+', 'E'),
    'float': lambda n: '%d' % int(struct.unpack('f', struct.pack('f', n))[0]),
    's32': lambda n: str(struct.unpack('i', struct.pack('I', n & 4294967295))[0]),
    'u32': lambda n: str(n & 4294967295),
    'cl31': lambda n: str(min(n, 2 ** 31 - 1)),
    'cl32': lambda n: str(min(n, 2 ** 32 - 1)),
    'js|0': lambda n: str(struct.unpack('i', struct.pack('I', int(float(n)) & 4294967295))[0]),
    'js>>>0': lambda n: str(int(float(n)) & 4294967295),
    'cl53': lambda n: str(min(n, 2 ** 53 - 1)),
    '%f': lambda n: '%f' % float(n),
    '%.0e': lambda n: '%e' % float(n),
    '%E': lambda n: '%E' % float(n),
    'locale': lambda n: format(n, ','),
    's32 min clamp': lambda n: str(-2 ** 31),
}
for k, c in conv.items():

    def f(q, r, c=c):
        bigid(q, r)
        return {'params': setid(c(int(q.params[0][1])))}
    add('id-signed-differs', k, f)
for k in ['s32', 'u32', 'cl31']:

    def f(q, r, c=conv[k]):
        q.params[0][1] = str(r.randint(1 << 31, 1 << 40))
        return {'params': setid(c(int(q.params[0][1])))}
    add('id-signed-differs', k + ' small', f)
for dv in [1, -1, 17, -200, 512]:

    def f(q, r, dv=dv):
        bigid(q, r)
        return {'params': setid(str(int(q.params[0][1]) + dv))}
    add('id-signed-differs', 'near %d' % dv, f)

def f(q, r):
    n = r.randint(1 << 57, 1 << 62)
    q.params[0][1] = str(int(float(n)))
    return {'params': setid(str(n))}
add('id-signed-differs', 'sent rounded', f)

def f(q, r):
    n = r.randint(1 << 57, 1 << 62)
    q.params[0][1] = js(n)
    return {'params': setid(str(n))}
add('id-signed-differs', 'sent js-rounded', f)

def f(q, r):
    return {'params': setid(r.choice(['', 'undefined', 'null', 'None', 'NaN', 'nil', '0']))}
add('id-signed-differs', 'words', f)

def ents(q, r):
    q.params = [p for p in q.params if p[0] != 'include_entities']
    q.params.append(['include_entities', r.choice(['true', 'false', 'True', '1', '0', '']), r.choice('qb') if q.method not in ('GET', 'DELETE') else 'q'])

def f(q, r):
    ents(q, r)
    return {'params': drop('include_entities')}
add('include-entities-unsigned', '', f)
for w in ['', 'True', 'False', 'true', 'false', '1', '0']:

    def f(q, r, w=w):
        ents(q, r)
        return {'params': lambda l: [(n, w if n == 'include_entities' else x) for n, x in l]}
    add('include-entities-signed-differs', repr(w), f)

def f(q, r):
    return {'method': q.method.lower()}
add('method-lowercase', '', f)
for w in ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']:

    def f(q, r, w=w):
        return {'method': w}
    add('method-other', w, f)
oth = {'http': 'https', 'https': 'http'}

def f(q, r):
    return {'scheme': oth[q.scheme]}
add('url-scheme-other', 'port by rules of signed', f)

def f(q, r):
    q.port = None
    return {'scheme': oth[q.scheme]}
add('url-scheme-other', 'no port', f)

def f(q, r):
    q.port = {'http': 80, 'https': 443}[q.scheme]
    return {'scheme': oth[q.scheme], 'port': ':%d' % q.port}
add('url-scheme-other', 'called default kept', f)

def f(q, r):
    q.port = {'http': 80, 'https': 443}[oth[q.scheme]]
    return {'scheme': oth[q.scheme]}
add('url-scheme-other', 'called other default', f)

def dft(q):
    return {'http': 80, 'https': 443}[q.scheme]

def f(q, r):
    q.port = dft(q)
    return {'port': ':%d' % q.port}
add('url-default-port-kept', 'kept', f)

def f(q, r):
    q.port = None
    return {'port': ':%d' % dft(q)}
add('url-default-port-kept', 'none called, put', f)

def f(q, r):
    q.port = r.choice([8080, 3000, 8443])
    return {'port': ':%d' % dft(q)}
add('url-default-port-kept', 'in place of called', f)
for x in [':80', ':443']:

    def f(q, r, x=x):
        return {'port': x}
    add('url-default-port-kept', x, f)

def f(q, r):
    q.port = r.randint(1024, 65535)
    return {'port': ''}
add('url-port-dropped', '', f)

def f(q, r):
    q.port = {'http': 443, 'https': 80}[q.scheme]
    return {'port': ''}
add('url-port-dropped', 'other scheme default', f)

def f(q, r):
    q.host = r.choice(['API.Example.COM', 'Api.x.com', 'LOCALHOST'])
    return {'host': q.host}
add('url-host-uppercase', 'as sent', f)

def f(q, r):
    return {'host': q.host.upper()}
add('url-host-uppercase', 'upper', f)
for h in ['api.twitter.com', 'api.x.com', 'localhost', '127.0.0.1']:

    def f(q, r, h=h):
        return {'host': h}
    add('url-host-other', h + ' port by rule', f)

    def f(q, r, h=h):
        q.port = r.choice([None, 8080, 3000])
        return {'host': h, 'port': ''}
    add('url-host-other', h + ' no port', f)

def f(q, r):
    return {'host': 'proxy.internal', 'known': ['proxy.internal']}
add('url-host-other', 'known', f)

def f(q, r):
    return {'host': 'proxy.internal', 'port': ':9999', 'known': ['proxy.internal:9999']}
add('url-host-other', 'known with port', f)

def f(q, r):
    return {'host': 'proxy.internal', 'port': ':%d' % dft(q), 'known': ['proxy.internal:%d' % dft(q)]}
add('url-host-other', 'known with default port kept?', f)

def f(q, r):
    q.port = 8080
    return {'host': 'proxy.internal', 'port': '', 'known': ['proxy.internal:9999']}
add('url-host-other', 'known with port, dropped', f)

def f(q, r):
    return {'host': 'proxy.internal', 'known': ['PROXY.internal']}
add('url-host-other', 'known case', f)

def kept(q, r, drop=False):
    q.params[0][2] = 'q'
    if q.transport == 'query':
        q.transport = 'header'
    Q, B, H = sent_lists(q)
    qs = '&'.join((form_enc(n, q.form) + '=' + form_enc(v, q.form) for n, v in Q))
    d = {'tail': '?' + qs}
    if drop:
        d['lists'] = lambda Q, B, H: (own(Q), B, H)
    return d
add('url-query-kept', 'and signed', lambda q, r: kept(q, r))
add('url-query-kept', 'and not signed', lambda q, r: kept(q, r, True))

def f(q, r):
    q.frag = r.choice(['top', 'a/b'])
    return {'tail': '#' + q.frag}
add('url-fragment-kept', '', f)

def f(q, r):
    q.path = '/1.1/favorites/destroy.json'
    return {'path': '/1/favorites/destroy.json'}
add('url-version-other', '1', f)

def f(q, r):
    q.path = '/1/favorites/destroy.json'
    return {'path': '/1.1/favorites/destroy.json'}
add('url-version-other', '1.1', f)

def f(q, r):
    q.path = '/1.1/favorites/destroy.json'
    return {'path': '/favorites/destroy.json'}
add('url-version-other', 'dropped', f)

def f(q, r):
    q.path = '/1/favorites/destroy.json'
    return {'path': '/favorites/destroy.json'}
add('url-version-other', 'dropped 1', f)

def f(q, r):
    q.path = '/api/1.1/favorites/destroy.json'
    return {'path': r.choice(['/api/favorites/destroy.json', '/api/1/favorites/destroy.json'])}
add('url-version-other', 'api', f)

def f(q, r):
    q.path = '/api/1.1/favorites/destroy.json'
    return {'path': '/favorites/destroy.json'}
add('url-version-other', 'api dropped whole', f)

def f(q, r):
    q.path = '/1.1/favorites/destroy.json'
    return {'path': '/1.1/favorites/destroy'}
add('url-suffix-missing', '', f)

def f(q, r):
    q.path = '/1.1/favorites/destroy.json'
    return {'path': q.path + '/'}
add('url-trailing-slash', 'added', f)

def f(q, r):
    q.path = '/1.1/favorites/destroy.json/'
    return {'path': q.path[:-1]}
add('url-trailing-slash', 'dropped', f)
for i in range(3):

    def f(q, r, i=i):
        q.path = '/1.1/favorites/destroy.json'
        j = [k for k, c in enumerate(q.path) if c == '/'][i]
        return {'path': q.path[:j] + '/' + q.path[j:]}
    add('url-trailing-slash', 'doubled %d' % i, f)

def f(q, r):
    q.path = '/1.1/favorites/destroy.json/'
    return {'path': q.path + '/'}
add('url-trailing-slash', 'doubled end', f)

def f(q, r):
    q.path = '/1.1//favorites/destroy.json'
    return {'path': '/1.1/favorites/destroy.json'}
add('url-trailing-slash', 'sent doubled, signed single', f)

def f(q, r):
    q.path = '/'
    return {'path': ''}
add('url-trailing-slash', 'root dropped', f)
add('key-token-secret-missing', '', lambda q, r: {'key': lambda q: enc(q.cs) + '&'})
add('key-ampersand-missing', '', lambda q, r: {'key': lambda q: enc(q.cs) + enc(q.ts)})
add('key-ampersand-missing', 'joined then encoded', lambda q, r: {'key': lambda q: enc(q.cs + '&' + q.ts)})
add('key-secrets-swapped', '', lambda q, r: {'key': lambda q: enc(q.ts) + '&' + enc(q.cs)})

def f(q, r):
    q.cs = 'a/b=+' + q.cs
    return {'key': lambda q: q.cs + '&' + q.ts}
add('key-secrets-not-encoded', 'both', f)

def f(q, r):
    q.cs = 'a/b=+' + q.cs
    return {'key': lambda q: q.cs + '&' + enc(q.ts)}
add('key-secrets-not-encoded', 'cs', f)

def f(q, r):
    q.ts = 'a/b=+' + q.ts
    return {'key': lambda q: enc(q.cs) + '&' + q.ts}
add('key-secrets-not-encoded', 'ts', f)
for lab, k in {
    'ck&ts': lambda q: enc(q.ck) + '&' + enc(q.ts),
    'cs&tok': lambda q: enc(q.cs) + '&' + enc(q.tok),
    'ck&tok': lambda q: enc(q.ck) + '&' + enc(q.tok),
    'tok&ts': lambda q: enc(q.tok) + '&' + enc(q.ts),
    'cs&ck': lambda q: enc(q.cs) + '&' + enc(q.ck),
    'tok&tok': lambda q: enc(q.tok) + '&' + enc(q.tok),
    'ts&tok': None,
    'ck&ck': lambda q: enc(q.ck) + '&' + enc(q.ck),
}.items():
    if k:
        add('key-consumer-key-for-secret', lab, lambda q, r, k=k: {'key': k})
for ws in ['\n', ' ', '\r\n', '\t', '\r', '  ', '\xa0', '\ufeff']:
    for side in ['after', 'before', 'both']:
        for wh in ['cs', 'ts', 'both']:
            for rw in [0, 1]:

                def f(q, r, ws=ws, side=side, wh=wh, rw=rw):

                    def w(s, on):
                        if not on:
                            return enc(s)
                        b = ws if side != 'after' else ''
                        a = ws if side != 'before' else ''
                        return b + enc(s) + a if rw else enc(b + s + a)
                    return {'key': lambda q: w(q.cs, wh != 'ts') + '&' + w(q.ts, wh != 'cs')}
                add('key-secret-whitespace', '%r %s %s raw%d' % (ws, side, wh, rw), f)
H = hashlib
add('digest-sha256', '', lambda q, r: {'digest': lambda k, b: hmac.new(k, b, H.sha256).digest()})
for lab, g in {
    'k+b': lambda k, b: k + b,
    'b+k': lambda k, b: b + k,
    'b': lambda k, b: b,
    'k&b': lambda k, b: k + b'&'[:0] + b,
    'kAMPb': lambda k, b: k + b'&' + b,
    'b&k': lambda k, b: b + b'&' + k,
}.items():
    add('digest-plain-sha1', lab, lambda q, r, g=g: {'digest': lambda k, b: H.sha1(g(k, b)).digest()})
b64 = lambda x: base64.b64encode(x).decode()
for lab, g in {
    'hex': lambda x: x.hex(),
    'HEX': lambda x: x.hex().upper(),
    'b64hex': lambda x: b64(x.hex().encode()),
    'b64HEX': lambda x: b64(x.hex().upper().encode()),
}.items():
    add('digest-hex', lab, lambda q, r, g=g: {'out': g})
for lab, g in {
    'url': lambda x: base64.urlsafe_b64encode(x).decode(),
    'urlnopad': lambda x: base64.urlsafe_b64encode(x).decode().rstrip('='),
    'nopad': lambda x: b64(x).rstrip('='),
}.items():
    add('digest-base64url', lab, lambda q, r, g=g: {'out': g})
add('key-base-string-swapped', '', lambda q, r: {'digest': lambda k, b: hmac.new(b, k, H.sha1).digest()})

def f(q, r):
    q.transport = 'header'
    return {'_wire': {'sig_enc': ident}}
add('signature-not-encoded', 'header', f)

def f(q, r):
    q.transport = r.choice(['query', 'body'])
    body(q)
    return {'_wire': {'sig_enc': ident}} if '+' in sign(q, {})[2] else None
add('signature-not-encoded', 'query/body raw', f)

def f(q, r):
    return {'_wire': {'sig_enc': P(raw='/')}}

def f2(q, r):
    q.transport = 'header'
    return {'_wire': {'sig_enc': P(raw='/')}}
add('signature-not-encoded', 'slash raw', f2)

def f2(q, r):
    q.transport = 'header'
    return {'_wire': {'sig_enc': P(raw='=')}}
add('signature-not-encoded', '= raw', f2)
add('signature-encoded-twice', '', lambda q, r: {'_wire': {'sig_enc': e2}})
add('signature-encoded-twice', 'thrice', lambda q, r: {'_wire': {'sig_enc': lambda s: enc(e2(s))}})

def f(q, r):
    q.transport = 'header'
    q.nonce = 'a/b+c=' + q.nonce[:6]
    return {'_wire': {'hdr_enc': lambda n, v: v if n == 'oauth_nonce' else enc(v)}}
add('header-value-not-encoded', 'nonce', f)

def f(q, r):
    q.transport = 'header'
    q.tok = '12-a/b=' + q.tok[:3].replace('"', '').replace('%', '')
    return {'_wire': {'hdr_enc': lambda n, v: v if n == 'oauth_token' else enc(v)}}
add('header-value-not-encoded', 'token', f)

def f(q, r):
    q.transport = 'header'
    q.nonce = 'a%2Fb' + q.nonce[:6]
    return {'_wire': {'hdr_enc': lambda n, v: v if n == 'oauth_nonce' else enc(v)}}
add('header-value-not-encoded', 'nonce with %', f)

def f(q, r):
    q.transport = 'header'
    q.nonce = 'a b'
    return {'_wire': {'hdr_enc': lambda n, v: v if n == 'oauth_nonce' else enc(v)}}
add('header-value-not-encoded', 'nonce with space', f)
for dv in [1, -1, 2, -2, 3, -3, 4, -4, 5, -5]:
    add('header-clock-differs', '%d' % dv, lambda q, r, dv=dv: {'params': lambda l: [(n, str(int(v) + dv) if n == 'oauth_timestamp' else v) for n, v in l]})
