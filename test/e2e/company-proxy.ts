import { existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { workspace } from './workspace';

/**
 * A configuration of Docker's client that passes a company's proxy on to all containers and builds, as `DOCKER_CONFIG`
 * names it. All else is as in the configuration of this machine, among it the place of Compose.
 *
 * @param url the proxy, as containers reach it
 * @see https://docs.docker.com/engine/cli/proxy/
 */
export function companyProxy(url: string): string {
  const own = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  const folder = mkdtempSync(join(workspace().scratch, 'docker-config-'));
  const file = join(own, 'config.json');
  for (const name of existsSync(own) ? readdirSync(own).filter(entry => entry !== 'config.json') : []) {
    symlinkSync(join(own, name), join(folder, name));
  }
  const proxies = { default: { httpProxy: url, httpsProxy: url, noProxy: '*.company.example' } };
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ ...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}), proxies }),
  );
  return folder;
}
