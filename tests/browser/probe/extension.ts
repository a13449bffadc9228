import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const probeGeckoId = 'probe@hoist.example';

/** Runs in the worker (Chromium) or the background page (Firefox). */
const background = `
const birth = Math.random();
let flow;
chrome.runtime.onMessage.addListener((message, sender, answer) => {
  if (message.type === 'birth') answer(birth);
  if (message.type === 'fail') {
    console.error('logged by the worker');
    setTimeout(() => { throw new Error('thrown by the worker'); });
    answer(true);
  }
  if (message.type === 'sign-in') {
    const redirect = chrome.identity.getRedirectURL();
    const url = message.url + '?redirect_uri=' + encodeURIComponent(redirect);
    chrome.identity.launchWebAuthFlow({ url, interactive: message.interactive }).then(
      (answered) => chrome.storage.local.set({ flow: answered }),
      (error) => chrome.storage.local.set({ flow: 'refused: ' + error.message }),
    );
    answer(true);
  }
});
chrome.runtime.onInstalled.addListener(({ reason }) => chrome.storage.local.set({ installed: reason + ' ' + birth }));
chrome.contextMenus.onClicked.addListener(({ menuItemId }) => chrome.storage.local.set({ menu: menuItemId }));
chrome.commands.onCommand.addListener((command, tab) => chrome.storage.local.set({ command, tab: tab.url }));
chrome.omnibox.onInputEntered.addListener((omnibox) => chrome.storage.local.set({ omnibox }));
`;

const popup = `<!doctype html>
<title>probe popup</title>
<style>
  :root { color-scheme: light dark; }
  body { width: 300px; height: 200px; background: rgb(255, 255, 255); }
  @media (prefers-color-scheme: dark) { body { background: rgb(10, 20, 30); } }
</style>
<button>Here</button>
<script src="popup.js"></script>`;

/** Writes a small extension that does one of everything the harness has a hand for; `remove` deletes it. */
export async function writeProbeExtension(
  kind: 'chromium' | 'firefox',
  hosts: readonly string[],
): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'hoist-probe-'));
  await mkdir(folder, { recursive: true });
  const manifest = {
    manifest_version: 3,
    name: 'Probe',
    version: '1',
    permissions: ['identity', 'storage', 'contextMenus'],
    host_permissions: hosts.map((host) => `https://${host}/*`),
    background: kind === 'chromium' ? { service_worker: 'background.js' } : { scripts: ['background.js'] },
    action: { default_popup: 'popup.html' },
    content_scripts: [{ matches: ['https://portal.azure.com/*'], js: ['content.js'] }],
    commands: { again: { description: 'Again' } },
    omnibox: { keyword: 'probe' },
    ...(kind === 'firefox' ? { browser_specific_settings: { gecko: { id: probeGeckoId } } } : {}),
  };
  const files = {
    'manifest.json': JSON.stringify(manifest),
    'background.js': background,
    'popup.html': popup,
    'popup.js': `if (location.hash !== '#quiet') console.error('logged by the popup', 7);`,
    'content.js': `if (location.pathname === '/loud') Promise.reject(new Error('thrown by the content script'));`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
