import { existsSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { workspace } from './workspace';

/**
 * Debian's Chromium, or the one that `CHROMIUM` names; nothing where there is none.
 */
export function chromiumPath(): string | undefined {
  return [process.env.CHROMIUM, '/usr/bin/chromium'].find(path => path !== undefined && existsSync(path));
}

/**
 * Goes from the list of runs to a run and opens its artifact `files/tiny.txt`; returns the text of the page and leaves
 * a screenshot.
 */
export async function openRun(url: string, experiment: string, runId: string, screenshot: string): Promise<string> {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(workspace().scratch, 'chromium-')), {
    executablePath: chromiumPath(),
    headless: true,
    viewport: { width: 1400, height: 900 },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`${url}/#/experiments/${experiment}/runs`);
    await page.locator(`a[href*="${runId}"]`).first().click();
    await page.waitForURL(`**/runs/${runId}*`);
    await page.goto(`${url}/#/experiments/${experiment}/runs/${runId}/artifacts`);
    await page.getByText('files', { exact: true }).first().click();
    await page.getByText('tiny.txt', { exact: true }).first().click();
    await page.waitForTimeout(2_000);
    await page.screenshot({ path: screenshot });
    return await page.locator('body').innerText();
  } finally {
    await context.close();
  }
}
