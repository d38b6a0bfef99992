// An HTTP/2 server for h2_test.c, in clear text and with TLS:
//   node h2_server.js KEY CERT
// prints the two ports, answers by path, and ends when its standard input does.
'use strict';
const fs = require('fs');
const http2 = require('http2');

const seen = {};
const sockets = new Set();
const answers = {
  '/echo': (stream, headers, body) => {
    stream.respond({ ':status': 200, 'content-type': 'application/json', 'x-empty': '' });
    stream.end(JSON.stringify({ method: headers[':method'], authority: headers[':authority'],
      type: headers['content-type'], length: headers['content-length'], body }));
  },
  '/count': (stream) => {
    stream.respond({ ':status': 200 });
    stream.end(JSON.stringify(seen));
  },
  '/hints': (stream) => {
    stream.additionalHeaders({ ':status': 103, link: '</x>' });
    stream.respond({ ':status': 404, 'x-final': 'yes' });
    stream.end('no');
  },
  '/trailers': (stream) => {
    stream.respond({ ':status': 200, 'x-head': '1' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'x-trailer': '2' }));
    stream.end('body');
  },
  '/empty': (stream) => stream.respond({ ':status': 204 }, { endStream: true }),
  '/redirect': (stream) => stream.respond({ ':status': 302, location: '/echo' },
    { endStream: true }),
  '/reset': (stream) => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR),
  '/refuse': (stream) => stream.close(http2.constants.NGHTTP2_REFUSED_STREAM),
  '/die': () => sockets.forEach((socket) => socket.destroy()),
  '/half': (stream) => {
    stream.respond({ ':status': 200 });
    stream.write('half', () => setTimeout(() => stream.session.destroy(), 50));
  },
  '/hang': () => {},
  '/endless': (stream) => {
    const more = () => { while (!stream.destroyed && stream.write('x'.repeat(16384))); };
    stream.respond({ ':status': 200 });
    stream.on('drain', more);
    more();
  },
};

function serve(server) {
  server.on('sessionError', () => {});
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
  }
  server.on('stream', (stream, headers) => {
    const path = headers[':path'];
    let body = '';
    seen[path] = (seen[path] || 0) + 1;
    stream.on('error', () => {});
    stream.on('data', (part) => { body += part; });
    stream.on('end', () => answers[path.split('?')[0]](stream, headers, body));
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1',
    () => ready(server.address().port)));
}

const tls = { key: fs.readFileSync(process.argv[2]), cert: fs.readFileSync(process.argv[3]) };
Promise.all([serve(http2.createServer()), serve(http2.createSecureServer(tls))])
  .then((ports) => console.log(ports.join(' ')));
process.stdin.on('end', () => process.exit(0)).resume();
