import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { BrowserContext, chromium, Page } from 'playwright-core';
import { OUTPUT, workspace } from './workspace';

/**
 * What differs from page to page.
 */
interface PageOptions {
  /** Arguments of the browser. */
  readonly args?: string[];
  /** Who answers when a server asks for a name and a password. */
  readonly httpCredentials?: { username: string; password: string };
}

/**
 * A test in a browser. Without one it is skipped, but in CI it fails.
 */
export const browserTest = workspace().browser || process.env.CI ? test : test.skip;

/** How often something is tried whose requests the browser itself broke off. */
const ATTEMPTS = 10;

/**
 * Does something in a new page of a headless browser, which is closed afterwards; where it fails, a screenshot is left.
 *
 * It is tried again, at once, when an interface of the machine comes or goes meanwhile, as with any container: Chromium
 * then breaks off all requests.
 */
async function inPage<T>(action: (page: Page) => Promise<T>, options: PageOptions = {}): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const context = await newContext(options);
    let networkChanged = false;
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const interruption = new Promise<never>((_, reject) =>
        page.on('requestfailed', request => {
          if (request.failure()?.errorText === 'net::ERR_NETWORK_CHANGED') {
            networkChanged = true;
            reject(new Error(`the network of the machine changed during ${request.url()}`));
          }
        }),
      );
      return await Promise.race([action(page), interruption]); // what loses ends when the context is closed
    } catch (error) {
      await context
        .pages()
        .at(-1)
        ?.screenshot({ path: join(OUTPUT, 'failure.png') });
      if (!networkChanged || attempt === ATTEMPTS) {
        throw error;
      }
    } finally {
      await context.close();
    }
  }
}

async function newContext(options: PageOptions): Promise<BrowserContext> {
  return chromium.launchPersistentContext(mkdtempSync(join(workspace().scratch, 'chromium-')), {
    executablePath: workspace().browser,
    headless: true,
    viewport: { width: 1400, height: 900 },
    httpCredentials: options.httpCredentials,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(options.args ?? []),
    ],
  });
}

/**
 * Goes from the list of runs to a run and opens its artifact `files/tiny.txt`; returns the text of the page and leaves
 * a screenshot.
 */
export async function openRun(url: string, experiment: string, runId: string, screenshot: string): Promise<string> {
  return inPage(async page => {
    await page.goto(`${url}/#/experiments/${experiment}/runs`);
    await page.locator(`a[href*="${runId}"]`).first().click();
    await page.waitForURL(`**/runs/${runId}*`);
    await page.goto(`${url}/#/experiments/${experiment}/runs/${runId}/artifacts`);
    await page.getByText('files', { exact: true }).first().click();
    await page.getByText('tiny.txt', { exact: true }).first().click();
    await page.getByText('hello', { exact: true }).waitFor();
    await page.screenshot({ path: screenshot });
    return page.locator('body').innerText();
  });
}

/**
 * Opens pages of the UI; returns the requests that the server failed at, and the pages that crashed.
 */
export async function faultsOf(url: string, paths: string[]): Promise<string[]> {
  return inPage(async page => {
    const faults: string[] = [];
    page.on('response', response => {
      if (response.status() >= 500) {
        faults.push(`${response.status()} ${response.request().method()} ${response.url()}`);
      }
    });
    page.on('pageerror', error => faults.push(`${page.url()}: ${error.message}`));
    for (const path of paths) {
      await page.goto(`${url}/#/${path}`);
      await page.waitForTimeout(2_000); // pages go on asking for news, so they are never idle
      if (/Something went wrong/i.test(await page.locator('body').innerText())) {
        faults.push(`${path}: something went wrong`);
      }
    }
    return faults;
  });
}

/**
 * Trusts the certificate that a server on this machine shows now, and no other.
 */
async function trusting(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port: Number(port), servername: hostname, rejectUnauthorized: false },
      () => {
        const key = new X509Certificate(socket.getPeerCertificate().raw).publicKey.export({
          type: 'spki',
          format: 'der',
        });
        socket.end();
        resolve(`--ignore-certificate-errors-spki-list=${createHash('sha256').update(key).digest('base64')}`);
      },
    ).on('error', reject);
  });
}

/**
 * Opens the list of experiments as a user of the server's own login; returns the text of the page and leaves a
 * screenshot.
 */
export async function experimentsAs(
  url: string,
  username: string,
  password: string,
  screenshot: string,
): Promise<string> {
  return inPage(
    async page => {
      await page.goto(`${url}/#/experiments`);
      await page.getByText('end-to-end', { exact: true }).first().waitFor();
      await page.screenshot({ path: screenshot });
      return page.locator('body').innerText();
    },
    { args: [await trusting(url)], httpCredentials: { username, password } },
  );
}

/**
 * Logs in at the provider of `oidc_provider.py`; returns how the server then answers the browser when it asks for
 * experiments, and their names.
 */
export async function loginAtProvider(
  url: string,
  user: string,
  screenshot: string,
): Promise<{ status: number; names: string[] }> {
  return inPage(
    async page => {
      await page.goto(url);
      await page.getByText('Login with OIDC').first().click();
      await page.getByText(user, { exact: true }).click();
      await page.waitForURL(`${url}/**`);
      await page.waitForTimeout(2_000); // the page then shows itself, or why not
      await page.screenshot({ path: screenshot });
      return page.evaluate(async () => {
        const answer = await fetch('/ajax-api/2.0/mlflow/experiments/search?max_results=9');
        const found: any = answer.ok ? await answer.json() : {};
        return {
          status: answer.status,
          names: (found.experiments ?? []).map((experiment: { name: string }) => experiment.name),
        };
      });
    },
    { args: [await trusting(url), '--host-resolver-rules=MAP provider 127.0.0.1'] },
  );
}
