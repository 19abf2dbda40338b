import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that Linux gives to outgoing connections, which could take one between the answer and its use. */
const FIRST = 20_000;
const PORTS_OF_A_WORKER = 6_000;

const given = new Set<number>();

/**
 * A free TCP port of 127.0.0.1, which no other call and no other worker of jest gets.
 */
export async function freePort(): Promise<number> {
  const first = FIRST + (Number(process.env.JEST_WORKER_ID ?? 1) % 2) * PORTS_OF_A_WORKER;
  let port: number;
  do {
    port = randomInt(first, first + PORTS_OF_A_WORKER);
  } while (given.has(port) || !(await isFree(port)));
  given.add(port);
  return port;
}

async function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer().on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
