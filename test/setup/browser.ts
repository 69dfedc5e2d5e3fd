import { type Browser, chromium, type Page } from 'playwright-core';
import { findProgram } from './programs.ts';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-background-networking',
  // Whatever a test lets out goes nowhere.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** The machine's own Chromium, without a window. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findProgram('chromium');
  if (executablePath === undefined) throw new Error('no chromium on this machine');
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A page, and the hosts that it has asked since. */
export async function openPage(
  browser: Browser,
): Promise<{ readonly page: Page; readonly hosts: Set<string> }> {
  const page = await browser.newPage();
  const hosts = new Set<string>();
  page.on('request', (request) => void hosts.add(new URL(request.url()).host));
  return { page, hosts };
}
