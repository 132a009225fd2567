/** Opens reports from disk in a real browser, and watches what they try to do there. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** Debian's and Chrome's own places; `PLUMBLINE_CHROMIUM` names another. */
const places = [
  process.env['PLUMBLINE_CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

export const chromiumPath = places.find((place) => place !== '' && existsSync(place));

export const launch = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath ?? 'chromium',
    // Tests often run as root in a container, where Chromium's own sandbox can't start.
    args: ['--no-sandbox'],
  });

export interface Watched {
  readonly page: Page;
  /** Addresses asked for that are not files. */
  readonly left: string[];
  /** Console errors (broken content policy among them), page errors, dialogs. */
  readonly said: string[];
  readonly close: () => Promise<void>;
}

export const open = async (
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Watched> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const left: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) left.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  page.on('dialog', (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return { page, left, said, close: () => context.close() };
};

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Rule and place of each violation; the page must have been opened with `bypassCSP`. */
export const violations = async (page: Page): Promise<readonly string[]> => {
  await page.addScriptTag({ path: axePath });
  const results: unknown = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
  const found = (
    results as { violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }
  ).violations;
  return found.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id} ${String(node.target)} ${node.failureSummary ?? ''}`),
  );
};

/** How many pixels the page is wider than its window. */
export const sideways = async (page: Page): Promise<number> =>
  Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'));
