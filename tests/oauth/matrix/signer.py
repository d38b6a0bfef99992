"""An OAuth 1.0a client in which every step can be made wrong; it shares nothing with favspec.

q is a request, d a dict of deviations: which step, and what is done instead of it.
"""
import base64
import hashlib
import hmac
import random
UNRES = set(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~')

def enc(s, raw='', lower=False, plus=False, tilde=False, charset='utf-8'):
    if isinstance(s, str):
        if charset == 'utf-8':
            b = s.encode('utf-8', 'surrogateescape')
        else:
            b = to_l1(s, charset)
    else:
        b = s
    out = []
    keep = set(raw.encode())
    for c in b:
        if c == 126 and tilde:
            out.append('%7e' if lower else '%7E')
        elif c in UNRES or c in keep:
            out.append(chr(c))
        elif c == 32 and plus:
            out.append('+')
        else:
            out.append(('%%%02x' if lower else '%%%02X') % c)
    return ''.join(out)

def to_l1(s, form):
    out = bytearray()
    for ch in s:
        o = ord(ch)
        if o < 256:
            out.append(o)
        elif form == 'l1-utf8':
            out += ch.encode('utf-8')
        elif form == 'l1-mark':
            out += b'?'
        elif form == 'l1-drop':
            pass
        elif form == 'l1-entity':
            out += b'&#%d;' % o
        elif form == 'l1-cp1252':
            try:
                out += ch.encode('cp1252')
            except Exception:
                out += b'?'
        elif form == 'l1-low':
            out.append(o & 255)
    return bytes(out)

class Req:
    pass
HOSTS = [
    'api.example.org', 'api.twitter.com', 'localhost', '127.0.0.1', 'API.Example.COM',
    'social.example.net', '[::1]', 'xn--bcher-kva.example', 'a-b.c_d.example', 'Api.x.com',
    '192.0.2.7', '[2001:db8::1]',
]
TEXTS = [
    'plain', 'two words', 'a+b', '100%', 'x&y=z', '~tilde~', "it's (ok)!*", 'café', 'überä', '€5',
    '日本語', '😀', 'a/b/c', 'semi;colon', 'A', 'a', 'Z', '_', '-', '.', '%20', '%2F', 'a%2fb',
    '"quoted"', 'line\nbreak', 'tab\there', 'é~ !', 'ñ', 'Ωμέγα', '","', '[x]', 'a=b', '?q',
    '#h', '@:$,', '\\', '^`{|}', '', '', '0', 'true', 'False', ' lead', 'trail ', '!', '*', "'",
    '(', ')', 'ẛ̣', 'x',
]
NAMES = [
    'a', 'b', 'c', 'a-b', 'a.b', 'a_b', 'A', 'B', 'Aa', 'x y', 'n!', 'trim_user', 'q',
    'tweet_mode', 'z', 'é', 'a2', 'a10', 'list[]', 'f(1)', '~n', 'A-b', 'p', 'id2', 'oauthx',
    'x*', "it's",
]

def rnd_secret(r):
    k = r.random()
    if k < 0.35:
        return ''.join((r.choice('abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789') for _ in range(r.randint(5, 45))))
    s = ''.join((r.choice('abcXYZ019-._~!*\'()&=+/%: "@#$^éß') for _ in range(r.randint(3, 30))))
    return s.strip() or 'x&y'

def rnd_id(r):
    return str(r.choice([r.randint(1, 99), r.getrandbits(31) | 1 << 30, r.getrandbits(32) | 1 << 31, r.getrandbits(33) | 1 << 32, r.getrandbits(53) | 1 << 52, r.getrandbits(54) | 1 << 53, r.getrandbits(60) | 1 << 59, r.getrandbits(63) | 1 << 62, 243138128959913986, r.getrandbits(62) | 1 << 61]))

def random_req(r):
    q = Req()
    q.scheme = r.choice(['http', 'https'])
    q.host = r.choice(HOSTS)
    q.port = r.choice([None, None, None, 80, 443, 8080, 8443, 3000, r.randint(1024, 65535)])
    q.method = r.choice(['POST'] * 8 + ['GET', 'PUT', 'DELETE', 'PATCH'])
    q.path = r.choice(['/1.1/favorites/destroy.json'] * 5 + ['/1/favorites/destroy.json', '/1.1/favorites/create.json', '/api/favorites/destroy.json', '/api/1.1/favorites/destroy.json', '/a~b/it(s)/1.1/x.json', '/sp%20ace/1.1/favorites/destroy.json', '/1.1/favorites/destroy.json/'])
    q.frag = None
    ps = []
    place = lambda: r.choice('qb')
    ps.append(['id', rnd_id(r), place()])
    if r.random() < 0.6:
        ps.append(['include_entities', r.choice(['true', 'false', 't', '1', '0', 'True']), place()])
    for _ in range(r.choice([0, 0, 1, 2, 3, 5])):
        ps.append([r.choice(NAMES), r.choice(TEXTS), place()])
    if r.random() < 0.2:
        n = r.choice(NAMES)
        for _ in range(r.randint(2, 3)):
            ps.append([n, r.choice(TEXTS), place()])
    q.params = ps
    q.ctype = 'application/x-www-form-urlencoded'
    q.transport = r.choice(['header'] * 4 + ['query', 'body'])
    q.ck = rnd_secret(r) if r.random() < 0.4 else ''.join((r.choice('abcdefXYZ0123456789') for _ in range(r.randint(4, 25))))
    q.tok = rnd_secret(r) if r.random() < 0.4 else '%d-%s' % (r.randint(1, 1 << 33), ''.join((r.choice('abcdefXYZ0123456789') for _ in range(20))))
    q.cs = rnd_secret(r)
    q.ts = rnd_secret(r)
    q.nonce = r.choice([''.join((r.choice('abcdefghijkXYZ0123456789') for _ in range(r.randint(8, 32)))), base64.b64encode(r.randbytes(12)).decode(), '%x' % r.getrandbits(64)])
    q.tstamp = str(r.randint(1300000000, 1900000000))
    q.version = r.random() < 0.8
    q.realm = r.choice([None, None, None, 'http://api.twitter.com/', 'Twitter API', 'x']) if q.transport == 'header' else None
    q.form = r.choice(['rfc', 'rfc', 'plus', 'lower', 'min'])
    q.jsonbody = None
    q.order = r.random()
    if q.method in ('GET', 'DELETE'):
        for p in ps:
            p[2] = 'q'
        if q.transport == 'body':
            q.transport = 'header'
    return q

def form_enc(s, style):
    if style == 'rfc':
        return enc(s)
    if style == 'plus':
        return enc(s, plus=True, tilde=True, raw='*')
    if style == 'lower':
        return enc(s, lower=True)
    return enc(s, raw="!*'()/:@,$?", plus=True)

def oauth_params(q):
    o = [('oauth_consumer_key', q.ck), ('oauth_nonce', q.nonce), ('oauth_signature_method', 'HMAC-SHA1'), ('oauth_timestamp', q.tstamp)]
    o.append(('oauth_token', q.tok))
    if q.version:
        o.append(('oauth_version', '1.0'))
    random.Random(q.order).shuffle(o)
    return o

def authority(q):
    return q.host + ('' if q.port is None else ':%d' % q.port)

def uri(q, d):
    scheme = d.get('scheme', q.scheme)
    host = d.get('host', q.host.lower())
    port = q.port
    if 'port' in d:
        p = d['port']
    else:
        p = '' if port is None or (scheme, port) in (('http', 80), ('https', 443)) or (q.scheme, port) in (('http', 80), ('https', 443)) else ':%d' % port
    path = d.get('path', q.path)
    return scheme + '://' + host + p + path + d.get('tail', '')

def sent_lists(q):
    """wire order lists: query, body, header"""
    Q = [(n, v) for n, v, p in q.params if p == 'q']
    B = [(n, v) for n, v, p in q.params if p == 'b']
    o = oauth_params(q)
    H = []
    if q.transport == 'header':
        H = o
    elif q.transport == 'query':
        Q = Q + o
    else:
        B = B + o
    return (Q, B, H)

def sign(q, d):
    """returns (base, key, signature text)"""
    Q, B, H = sent_lists(q)
    if 'lists' in d:
        Q, B, H = d['lists'](Q, B, H)
    order = d.get('place_order', 'qbh')
    lst = sum([{'q': Q, 'b': B, 'h': H}[c] for c in order], [])
    if 'extra' in d:
        lst = lst + d['extra']
    if 'params' in d:
        lst = d['params'](lst)
    tx = d.get('text', lambda s: s)
    lst = [(tx(n) if d.get('text_names') else n, tx(v)) for n, v in lst]
    pe = d.get('pair_enc', enc)
    ne = d.get('name_enc', pe)
    if 'pair_enc2' in d:
        items = [(n, v) + d['pair_enc2'](n, v) for n, v in lst]
    else:
        items = [(n, v, ne(n), pe(v)) for n, v in lst]
    sort = d.get('sort', 'rfc')
    if callable(sort):
        items = sort(items)
    elif sort == 'rfc':
        items.sort(key=lambda t: (t[2].encode(), t[3].encode()))
    elif sort == 'rfcfirst':
        items.sort(key=lambda t: (enc(t[0]), enc(t[1])))
    join = d.get('join', ('=', '&'))
    ps = join[1].join((t[2] + join[0] + t[3] for t in items))
    m = d.get('method', q.method)
    base = d.get('method_enc', enc)(m) + '&' + d.get('url_enc', enc)(uri(q, d)) + '&' + d.get('str_enc', enc)(ps)
    if 'base' in d:
        base = d['base'](base)
    ke = d.get('key_enc', enc)
    if 'key' in d:
        key = d['key'](q)
    else:
        key = ke(q.cs) + '&' + ke(q.ts)
    kb = key.encode('utf-8', 'surrogateescape')
    bb = base.encode('utf-8', 'surrogateescape') if isinstance(base, str) else base
    dg = d.get('digest', 'hmac')
    if callable(dg):
        dig = dg(kb, bb)
    else:
        dig = hmac.new(kb, bb, hashlib.sha1).digest()
    out = d.get('out', lambda x: base64.b64encode(x).decode())
    return (base, key, out(dig))

def wire(q, sig, d=None):
    d = d or {}
    Q, B, H = sent_lists(q)
    sige = d.get('sig_enc', enc)
    f = lambda n, v: form_enc(n, q.form) + '=' + (form_enc(v, q.form) if n != 'oauth_signature' else v)
    if q.transport == 'query':
        Q = Q + [('oauth_signature', sige(sig) if 'sig_enc' in d else form_enc(sig, q.form))]
    if q.transport == 'body':
        B = B + [('oauth_signature', sige(sig) if 'sig_enc' in d else form_enc(sig, q.form))]
    qs = '&'.join((f(n, v) for n, v in Q))
    body = '&'.join((f(n, v) for n, v in B))
    target = q.path + ('?' + qs if qs else '') + ('#' + q.frag if q.frag else '')
    if q.jsonbody is not None:
        body = q.jsonbody
    head = '%s %s HTTP/1.1\r\nHost: %s\r\n' % (q.method, target, authority(q))
    if q.transport == 'header':
        he = d.get('hdr_enc', lambda n, v: enc(v))
        H = list(H)
        H.insert(random.Random(q.order + 2).randint(0, len(H)), ('oauth_signature', None))
        items = ['%s="%s"' % (enc(n), he(n, v) if n != 'oauth_signature' else sige(sig)) for n, v in H]
        if q.realm is not None:
            items.insert(0 if q.order < 0.5 else len(items), 'realm="%s"' % q.realm)
        sep = d.get('sep', ', ')
        head += 'Authorization: %s %s\r\n' % (d.get('schemeword', 'OAuth'), sep.join(items))
    if body or q.method not in ('GET', 'DELETE'):
        if body:
            head += 'Content-Type: %s\r\n' % q.ctype
        head += 'Content-Length: %d\r\n' % len(body.encode('utf-8', 'surrogateescape'))
    return (head + '\r\n' + body).encode('utf-8', 'surrogateescape')
