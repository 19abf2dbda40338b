import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, Page } from 'playwright-core';
import { workspace } from './workspace';

/**
 * Debian's Chromium, or the one that `CHROMIUM` names; nothing where there is none.
 */
export function chromiumPath(): string | undefined {
  return [process.env.CHROMIUM, '/usr/bin/chromium'].find(path => path !== undefined && existsSync(path));
}

/**
 * Does something in a new page of a headless browser, which is closed afterwards.
 */
async function inPage<T>(action: (page: Page) => Promise<T>): Promise<T> {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(workspace().scratch, 'chromium-')), {
    executablePath: chromiumPath(),
    headless: true,
    viewport: { width: 1400, height: 900 },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    return await action(page);
  } finally {
    await context.close();
  }
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
