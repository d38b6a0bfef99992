"""Readings of the mistakes that an encoder or a sorter makes.

Each row is a name, a reading of it, and a function of a request that makes it show there
(None: it cannot) and returns the deviations to sign with; "_wire" holds those of what is sent.
"""
import itertools
import re
import struct
import unicodedata
from signer import enc
RES = "!*'()"
M = []

def add(name, label, f):
    M.append((name, label, f))

def ensure(q, r, text, where=None):
    q.params.append([r.choice(['a', 'q', 'x', 'text']), text, where or r.choice('qb') if q.method not in ('GET', 'DELETE') else 'q'])

def spacy(q, r):
    ensure(q, r, r.choice(['two words', 'a b c', ' lead', 'x  y']))

def P(**k):
    return lambda s: enc(s, **k)

def f(q, r):
    spacy(q, r)
    return {'pair_enc': P(plus=True)}
add('encode-space-as-plus', 'pairs', f)

def f(q, r):
    spacy(q, r)
    return {'pair_enc': P(plus=True), 'sort': 'rfcfirst'}
add('encode-space-as-plus', 'pairs-sortedrfc', f)

def f(q, r):
    spacy(q, r)
    return {'str_enc': lambda s: enc(s.replace('%20', '+'))}
add('encode-space-as-plus', 'string-before', f)

def f(q, r):
    spacy(q, r)
    return {'str_enc': lambda s: enc(s).replace('%2520', '+')}
add('encode-space-as-plus', 'string-after-plus', f)

def f(q, r):
    spacy(q, r)
    return {'base': lambda b: b.replace('%2520', '+')}
add('encode-space-as-plus', 'base-plus', f)

def f(q, r):
    spacy(q, r)
    return {'base': lambda b: b.replace('%2520', '%2B')}
add('encode-space-as-plus', 'base-2B', f)

def f(q, r):
    spacy(q, r)
    return {'pair_enc': P(plus=True), 'str_enc': lambda s: enc(s, raw='+')}
add('encode-space-as-plus', 'plus kept in string', f)

def f(q, r):
    spacy(q, r)
    return {'pair_enc': P(plus=True), 'name_enc': enc}
add('encode-space-as-plus', 'values only', f)

def f(q, r):
    q.params.append(['x y', '1', 'q'])
    return {'name_enc': P(plus=True), 'pair_enc': enc}
add('encode-space-as-plus', 'names only', f)

def f(q, r):
    q.cs = 'a b' + q.cs
    return {'key_enc': P(plus=True), 'pair_enc': P(plus=True)}
add('encode-space-as-plus', 'pairs and key', f)

def f(q, r):
    q.cs = 'a b' + q.cs
    return {'key_enc': P(plus=True)}
add('encode-space-as-plus', 'key', f)

def f(q, r):
    q.path = '/x%20y/1.1/z.json'
    return {'url_enc': lambda u: enc(u).replace('%2520', '+')}
add('encode-space-as-plus', 'url', f)

def hexy(q, r):
    ensure(q, r, r.choice(['a/b/c', 'x+y', 'café', 'a:b', 'q?*', '[x]/;']))
for pr, st, ur, ke in itertools.product([0, 1], repeat=4):
    if not (pr or st or ur or ke):
        continue

    def f(q, r, pr=pr, st=st, ur=ur, ke=ke):
        hexy(q, r)
        if ke:
            q.cs = '/+:' + q.cs
        d = {}
        if pr:
            d['pair_enc'] = P(lower=True)
        if st:
            d['str_enc'] = P(lower=True)
        if ur:
            d['url_enc'] = P(lower=True)
        if ke:
            d['key_enc'] = P(lower=True)
        return d
    add('encode-lowercase-hex', 'p%d s%d u%d k%d' % (pr, st, ur, ke), f)

def f(q, r):
    hexy(q, r)
    return {'base': lambda b: re.sub('%[0-9A-F]{2}', lambda x: x.group().lower(), b)}
add('encode-lowercase-hex', 'base outer', f)

def f(q, r):
    hexy(q, r)
    return {'base': lambda b: re.sub('%(25)?[0-9A-F]{2}', lambda x: x.group().lower(), b)}
add('encode-lowercase-hex', 'base all', f)

def f(q, r):
    hexy(q, r)
    return {'pair_enc': P(lower=True), 'name_enc': enc}
add('encode-lowercase-hex', 'values only', f)

def f(q, r):
    q.params.append(['a/b', '1', 'q'])
    return {'pair_enc': enc, 'name_enc': P(lower=True)}
add('encode-lowercase-hex', 'names only', f)

def f(q, r):
    hexy(q, r)
    return {'pair_enc': P(lower=True), 'sort': 'rfcfirst'}
add('encode-lowercase-hex', 'pairs sorted before', f)

def f(q, r):
    hexy(q, r)
    return {'pair_enc2': lambda n, v: (enc(n), enc(v)) if n.startswith('oauth_') else (enc(n, lower=True), enc(v, lower=True))}
add('encode-lowercase-hex', 'request only', f)

def f(q, r):
    q.nonce = 'a/b+c/' + q.nonce[:10]
    return {'pair_enc2': lambda n, v: (enc(n, lower=True), enc(v, lower=True)) if n.startswith('oauth_') else (enc(n), enc(v))}
add('encode-lowercase-hex', 'oauth only', f)

def resy(q, r, chars):
    ensure(q, r, ''.join((r.choice(chars) + r.choice('ab c') for _ in range(r.randint(1, 5)))))
for chars in ["!*'()", '*', '!', "'", '(', ')', '()', '!*', "*'()", "!'()", "'()", '!*()']:

    def f(q, r, c=chars):
        resy(q, r, c)
        return {'pair_enc': P(raw=c)}
    add('encode-reserved-kept', 'pairs ' + chars, f)

def f(q, r):
    resy(q, r, RES)
    return {'pair_enc': P(raw=RES), 'str_enc': P(raw=RES), 'url_enc': P(raw=RES)}
add('encode-reserved-kept', 'everywhere but key', f)

def f(q, r):
    resy(q, r, RES)
    return {'pair_enc': P(raw=RES), 'str_enc': P(raw=RES), 'url_enc': P(raw=RES), 'key_enc': P(raw=RES)}
add('encode-reserved-kept', 'everywhere', f)

def f(q, r):
    resy(q, r, RES)
    q.cs += '!(x)'
    return {'pair_enc': P(raw=RES), 'key_enc': P(raw=RES)}
add('encode-reserved-kept', 'pairs+key', f)

def f(q, r):
    resy(q, r, RES)
    q.cs += '!(x)'
    return {'key_enc': P(raw=RES)}
add('encode-reserved-kept', 'key', f)

def f(q, r):
    resy(q, r, RES)
    return {'str_enc': lambda s: re.sub('%(21|2A|27|28|29)', lambda x: '%25' + x.group(1) and enc(chr(int(x.group(1), 16)), raw=RES), s) and enc(re.sub('%(21|2A|27|28|29)', lambda x: chr(int(x.group(1), 16)), s), raw=RES)}
add('encode-reserved-kept', 'string decoded raw', f)

def f(q, r):
    resy(q, r, RES)
    return {'base': lambda b: re.sub('%25(21|2A|27|28|29)', lambda x: chr(int(x.group(1), 16)), b)}
add('encode-reserved-kept', 'base inner raw', f)

def f(q, r):
    resy(q, r, RES)
    return {'base': lambda b: re.sub('%25(21|2A|27|28|29)', lambda x: '%' + x.group(1), b)}
add('encode-reserved-kept', 'base inner once', f)

def f(q, r):
    resy(q, r, RES)
    return {'pair_enc': P(raw=RES), 'name_enc': enc}
add('encode-reserved-kept', 'values only', f)

def f(q, r):
    q.params.append(['f(1)!', '1', 'q'])
    return {'pair_enc': enc, 'name_enc': P(raw=RES)}
add('encode-reserved-kept', 'names only', f)

def f(q, r):
    resy(q, r, RES)
    return {'pair_enc2': lambda n, v: (enc(n), enc(v)) if n.startswith('oauth_') else (enc(n, raw=RES), enc(v, raw=RES))}
add('encode-reserved-kept', 'request only', f)

def f(q, r):
    q.path = '/it(s)*!/x.json'
    return {'url_enc': P(raw=RES)}
add('encode-reserved-kept', 'url', f)

def f(q, r):
    q.path = '/it(s)*!/x.json'
    return {'url_enc': P(raw='()')}
add('encode-reserved-kept', 'url ()', f)

def f(q, r):
    resy(q, r, RES)
    return {'pair_enc': P(raw=RES), 'sort': 'rfcfirst'}
add('encode-reserved-kept', 'pairs sorted rfc', f)

def til(q, r):
    ensure(q, r, r.choice(['~', 'a~b', '~~x']))

def f(q, r):
    til(q, r)
    return {'pair_enc': P(tilde=True)}
add('encode-tilde', 'pairs', f)

def f(q, r):
    til(q, r)
    return {'str_enc': P(tilde=True)}
add('encode-tilde', 'string', f)

def f(q, r):
    til(q, r)
    return {'pair_enc': P(tilde=True), 'str_enc': P(tilde=True), 'url_enc': P(tilde=True), 'key_enc': P(tilde=True)}
add('encode-tilde', 'all', f)

def f(q, r):
    til(q, r)
    return {'base': lambda b: b.replace('~', '%7E')}
add('encode-tilde', 'base', f)

def f(q, r):
    q.cs += '~~'
    return {'key_enc': P(tilde=True)}
add('encode-tilde', 'key', f)

def f(q, r):
    q.path = '/a~b/x.json'
    return {'url_enc': P(tilde=True)}
add('encode-tilde', 'url', f)

def f(q, r):
    til(q, r)
    return {'pair_enc': P(tilde=True), 'name_enc': enc}
add('encode-tilde', 'values', f)

def f(q, r):
    q.params.append(['~n', '1', 'q'])
    return {'pair_enc': enc, 'name_enc': P(tilde=True)}
add('encode-tilde', 'names', f)
ident = lambda s: s

def any_(q, r):
    ensure(q, r, r.choice(['two words', 'a/b', 'x&y=z', 'café', '100%', 'a+b']))

def f(q, r):
    any_(q, r)
    return {'pair_enc': ident}
add('encode-values-raw', 'all', f)

def f(q, r):
    any_(q, r)
    return {'pair_enc': ident, 'sort': 'rfcfirst'}
add('encode-values-raw', 'all rfcsort', f)

def f(q, r):
    any_(q, r)
    return {'pair_enc': ident, 'name_enc': enc}
add('encode-values-raw', 'values', f)

def f(q, r):
    any_(q, r)
    q.params.append(['x y', '2', 'q'])
    return {'pair_enc': enc, 'name_enc': ident}
add('encode-values-raw', 'names', f)

def f(q, r):
    any_(q, r)
    return {'pair_enc2': lambda n, v: (enc(n), enc(v)) if n.startswith('oauth_') else (n, v)}
add('encode-values-raw', 'request', f)

def f(q, r):
    any_(q, r)
    return {'pair_enc2': lambda n, v: (enc(n), enc(v)) if n.startswith('oauth_') else (enc(n), v)}
add('encode-values-raw', 'request values', f)

def f(q, r):
    q.nonce = 'a/b=='
    return {'pair_enc2': lambda n, v: (enc(n), enc(v)) if not n.startswith('oauth_') else (n, v)}
add('encode-values-raw', 'oauth', f)

def f(q, r):
    ensure(q, r, r.choice(['a/b', '//x']))
    return {'pair_enc': P(raw='/')}
add('encode-values-raw', 'slash kept', f)

def f(q, r):
    ensure(q, r, r.choice(['a/b;c,d', '//x?:@&=+$#']))
    return {'pair_enc': P(raw=";,/?:@&=+$#!*'()")}
add('encode-values-raw', 'encodeURI', f)

def f(q, r):
    any_(q, r)
    return {'pair_enc': ident, 'str_enc': P(plus=True)} if not any((' ' in x for x in sum([p[:2] for p in q.params], [q.ck, q.tok]))) else None
add('encode-values-raw', 'urlencoded', f)

def e2(s):
    return enc(enc(s))

def f(q, r):
    any_(q, r)
    return {'pair_enc': e2}
add('encode-twice', 'all', f)

def f(q, r):
    any_(q, r)
    return {'pair_enc': e2, 'name_enc': enc}
add('encode-twice', 'values', f)

def f(q, r):
    q.params.append(['x y', '2', 'q'])
    return {'pair_enc': enc, 'name_enc': e2}
add('encode-twice', 'names', f)

def f(q, r):
    any_(q, r)
    return {'pair_enc2': lambda n, v: (enc(n), enc(v)) if n.startswith('oauth_') else (e2(n), e2(v))}
add('encode-twice', 'request', f)

def f(q, r):
    q.nonce = 'a/b=='
    return {'pair_enc2': lambda n, v: (enc(n), enc(v)) if not n.startswith('oauth_') else (e2(n), e2(v))}
add('encode-twice', 'oauth', f)

def f(q, r):
    return {'str_enc': e2}
add('encode-twice', 'string', f)

def f(q, r):
    return {'str_enc': e2, 'url_enc': e2}
add('encode-twice', 'string+url', f)

def f(q, r):
    return {'url_enc': e2}
add('encode-twice', 'url', f)

def f(q, r):
    return {'base': enc}
add('encode-twice', 'base whole once more', f)

def f(q, r):
    q.cs = '/+:' + q.cs
    return {'key_enc': e2}
add('encode-twice', 'key', f)

def f(q, r):
    any_(q, r)
    return {'pair_enc': e2, 'sort': 'rfcfirst'}
add('encode-twice', 'all rfcsort', f)

def f(q, r):
    return {'str_enc': ident}
add('encode-parameters-not-reencoded', 'raw', f)

def f(q, r):
    any_(q, r)
    return {'pair_enc': e2, 'sort': 'rfcfirst', 'str_enc': ident}
add('encode-parameters-not-reencoded', 'pieces twice, & = raw', f)

def f(q, r):
    return {'pair_enc': e2, 'sort': 'rfcfirst', 'str_enc': ident, 'join': ('=', '%26')}
add('encode-parameters-not-reencoded', '= raw', f)

def f(q, r):
    return {'pair_enc': e2, 'sort': 'rfcfirst', 'str_enc': ident, 'join': ('%3D', '&')}
add('encode-parameters-not-reencoded', '& raw', f)

def f(q, r):
    any_(q, r)
    return {'str_enc': ident, 'join': ('%3D', '%26')}
add('encode-parameters-not-reencoded', 'separators encoded, pieces once', f)

def f(q, r):
    return {'url_enc': ident}
add('encode-url-raw', 'raw', f)

def f(q, r):
    return {'url_enc': P(raw='/')}
add('encode-url-raw', 'slash kept', f)

def f(q, r):
    return {'url_enc': P(raw='/:')}
add('encode-url-raw', 'slash colon kept', f)

def f(q, r):
    return {'url_enc': P(raw=';,/?:@&=+$#')}
add('encode-url-raw', 'encodeURI', f)

def f(q, r):
    return {'url_enc': P(raw=':')}
add('encode-url-raw', 'colon kept', f)

def lat(q, r):
    ensure(q, r, r.choice(['café', 'überä', 'ñ', 'ßé']))

def lat2(q, r):
    ensure(q, r, r.choice(['café', 'ü€', '日本é', '😀é', 'Ωμé']))

def f(q, r):
    lat(q, r)
    return {'pair_enc': P(charset='l1-mark')}
add('encode-latin1', 'latin only', f)
for form in ['l1-utf8', 'l1-mark', 'l1-drop', 'l1-cp1252', 'l1-entity']:

    def f(q, r, form=form):
        lat2(q, r)
        return {'pair_enc': P(charset=form)}
    add('encode-latin1', form, f)

def f(q, r):
    lat2(q, r)
    return {'pair_enc': lambda s: ''.join(('%%u%04X' % ord(c) if 255 < ord(c) < 65536 else ''.join(('%%u%04X' % x for x in struct.unpack('>2H', c.encode('utf-16-be')))) if ord(c) > 65535 else enc(c, charset='l1-mark') for c in s))}
add('encode-latin1', 'js escape', f)

def f(q, r):
    lat(q, r)
    return {'pair_enc': P(charset='l1-mark'), 'name_enc': enc}
add('encode-latin1', 'values only', f)

def nf(q, r, pool):
    ensure(q, r, ''.join((r.choice(pool) for _ in range(r.randint(1, 4)))))
LATIN = [chr(c) for c in range(192, 592) if unicodedata.normalize('NFD', chr(c)) != chr(c)]
ALL = [chr(c) for c in list(range(192, 2304)) + list(range(7680, 7936)) + list(range(12352, 12544)) + list(range(44032, 55204, 7)) if unicodedata.normalize('NFD', chr(c)) != chr(c)]
for form in ['NFD']:

    def f(q, r):
        nf(q, r, LATIN)
        return {'text': lambda s: unicodedata.normalize('NFD', s), 'text_names': True}
    add('encode-unicode-nfd', 'NFD latin', f)

    def f(q, r):
        nf(q, r, 'áéíóúñüöäçåàèôûÅ')
        return {'text': lambda s: unicodedata.normalize('NFD', s)}
    add('encode-unicode-nfd', 'NFD common, values only', f)

    def f(q, r):
        nf(q, r, ALL)
        return {'text': lambda s: unicodedata.normalize('NFD', s)}
    add('encode-unicode-nfd', 'NFD any', f)

    def f(q, r):
        ensure(q, r, unicodedata.normalize('NFD', ''.join((r.choice(LATIN) for _ in range(3)))))
        return {'text': lambda s: unicodedata.normalize('NFC', s)}
    add('encode-unicode-nfd', 'NFC latin', f)

    def f(q, r):
        ensure(q, r, unicodedata.normalize('NFD', ''.join((r.choice(ALL) for _ in range(3)))))
        return {'text': lambda s: unicodedata.normalize('NFC', s)}
    add('encode-unicode-nfd', 'NFC any', f)
for o in ['qbh', 'hqb', 'bqh', 'bhq', 'hbq', 'qhb']:

    def f(q, r, o=o):
        return {'sort': ident, 'place_order': o}
    add('sort-missing', o, f)

def dup(q, r):
    n = r.choice(['a', 'q', 'list[]'])
    vals = r.sample(['b', 'a', 'c', 'Z', '2', '10', '~', ' x'], r.randint(2, 4))
    for v in vals:
        q.params.append([n, v, r.choice('qb') if q.method not in ('GET', 'DELETE') else 'q'])
for o in ['qbh', 'hqb', 'bqh']:

    def f(q, r, o=o):
        dup(q, r)
        return {'place_order': o, 'sort': lambda it: sorted(it, key=lambda t: t[2].encode())}
    add('sort-by-name-only', o, f)

def f(q, r):
    dup(q, r)
    return {'sort': lambda it: sorted(it[::-1], key=lambda t: t[2].encode())}
add('sort-by-name-only', 'rev', f)

def odd(q, r):
    for _ in range(r.randint(2, 5)):
        q.params.append([r.choice(['a!', 'a-', 'a b', 'a_', 'a.', 'aé', 'a~', 'aA', 'a0', 'a', '[x]', '{', '~']), r.choice(['!', 'é', '~', '-', 'A', 'z', ' ']), 'q'])

def f(q, r):
    odd(q, r)
    return {'sort': lambda it: sorted(it, key=lambda t: (t[0].encode(), t[1].encode()))}
add('sort-before-encoding', 'bytes', f)

def f(q, r):
    odd(q, r)
    return {'sort': lambda it: sorted(it, key=lambda t: (t[0], t[1]))}
add('sort-before-encoding', 'codepoints', f)

def f(q, r):
    odd(q, r)
    return {'sort': lambda it: sorted(it, key=lambda t: (t[0].encode('utf-16-be'), t[1].encode('utf-16-be')))}
add('sort-before-encoding', 'utf16', f)

def f(q, r):
    odd(q, r)
    return {'sort': lambda it: sorted(it, key=lambda t: t[0].encode())}
add('sort-before-encoding', 'names only, stable', f)

def cas(q, r):
    for _ in range(r.randint(2, 4)):
        q.params.append([r.choice(['B', 'a', 'Aa', 'aB', 'Z', 'O', 'Oauth', 'P', 'b']), r.choice(['a', 'B', 'C', 'b']), 'q'])
for lab, key in [
    ('lower', lambda t: (t[2].lower(), t[3].lower())),
    ('upper', lambda t: (t[2].upper(), t[3].upper())),
    ('name lower', lambda t: t[2].lower()),
    ('name lower val', lambda t: (t[2].lower(), t[3])),
    ('name upper', lambda t: t[2].upper()),
    ('name upper val', lambda t: (t[2].upper(), t[3])),
    ('joined lower', lambda t: (t[2] + '=' + t[3]).lower()),
]:

    def f(q, r, key=key):
        cas(q, r)
        return {'sort': lambda it: sorted(it, key=key)}
    add('sort-case-insensitive', lab, f)

def f(q, r):
    for n in r.sample(['a', 'a-b', 'a.b', 'a1', 'a b', 'a%', 'aa'], 4):
        q.params.append([n, r.choice(['1', '-', 'z']), 'q'])
    return {'sort': lambda it: sorted(it, key=lambda t: t[2] + '=' + t[3])}
add('sort-joined', 'encoded', f)

def f(q, r):
    for n in r.sample(['a', 'a-b', 'a.b', 'a1', 'a b', 'aa'], 4):
        q.params.append([n, r.choice(['1', '-', 'z']), 'q'])
    return {'sort': lambda it: sorted(it, key=lambda t: (t[0] + '=' + t[1]).encode())}
add('sort-joined', 'decoded', f)
