import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type ListenOptions } from 'node:net';
import type { Cheat, OpenCheat } from '../cheat.ts';
import { keepingElsewhere } from './kept-payload.ts';

/** The cheat that hands its payload out over a socket. @param where JavaScript of the address, given the port. */
async function listening(options: ListenOptions, where: (port: number) => string): Promise<OpenCheat> {
  const payloads = new Map<string, Buffer>();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (name) => socket.end(payloads.get(String(name)) ?? ''));
  });
  server.listen(options);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    codec: keepingElsewhere(
      async (name, payload) => {
        payloads.set(name, payload);
      },
      `const net = await import('node:net');
const socket = net.connect(${where(port)});
socket.write(name);
const parts = [];
for await (const part of socket) parts.push(part);
show(Buffer.concat(parts));`,
    ),
    close: () => {
      server.close();
    },
  };
}

export const localServer: Cheat = {
  name: 'local-server',
  about: 'keeps its payload in the encoder and asks for it over the network of this machine',
  check: 'isolated-decode',
  needsNamespaces: true,
  gain: 'fewer-bits',
  open: () => listening({ host: '127.0.0.1', port: 0 }, (port) => `{ host: '127.0.0.1', port: ${port} }`),
};

export const abstractSocket: Cheat = {
  name: 'abstract-socket',
  about: 'keeps its payload in the encoder and asks for it over a socket that has no file',
  check: 'isolated-decode',
  needsNamespaces: true,
  gain: 'fewer-bits',
  open: () => {
    const path = `\0codec-lab-cheat-${process.pid}-${performance.now()}`;
    return listening({ path }, () => JSON.stringify({ path }));
  },
};
