// Preloaded (`node --import`) to prove that a program needs no network: every connection and every look-up of a name throws.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

function refuse(what) {
  return (...given) => {
    throw new Error(`network refused: ${what} ${JSON.stringify(given[0] ?? '')}`);
  };
}

const { connect } = net.Socket.prototype;
// Sockets of this machine, by a path, stay: tools talk to their own processes through them.
net.Socket.prototype.connect = function local(...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  const isPath = typeof options === 'string' ? Number.isNaN(Number(options)) : Boolean(options?.path);
  if (!isPath) refuse('connect')(options);
  return connect.apply(this, given);
};
dgram.createSocket = refuse('datagram socket');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  dns[name] = refuse(`dns ${name}`);
  dns.promises[name] = refuse(`dns ${name}`);
}
globalThis.fetch = refuse('fetch');
syncBuiltinESMExports();
