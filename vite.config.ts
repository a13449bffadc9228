import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { defineConfig } from 'vite';
import manifest from './manifest.json' with { type: 'json' };

/** `vite build --mode chrome` and `--mode firefox` make both extensions from one source. */
export default defineConfig(({ mode }) => {
  const firefox = mode === 'firefox';
  return {
    plugins: [
      crx({
        manifest: (firefox ? forFirefox(manifest) : forChromium(manifest)) as ManifestV3Export,
        browser: firefox ? 'firefox' : 'chrome',
      }),
    ],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    // The build's own registration; empty until one is published (docs/entra-app.md).
    define: { __HOIST_CLIENT_ID__: JSON.stringify(process.env['HOIST_CLIENT_ID'] ?? '') },
    build: {
      outDir: firefox ? 'dist/firefox' : 'dist/chrome',
      emptyOutDir: true,
      target: firefox ? 'firefox142' : 'chrome148',
      // Every script is asked for at once; extension pages need no help of a script for that.
      modulePreload: { polyfill: false },
      rollupOptions: { input: { welcome: 'src/welcome/index.html' } },
    },
  };
});

type Manifest = typeof manifest;

function forChromium({ browser_specific_settings: _, ...rest }: Manifest) {
  return rest;
}

/** Firefox has a background page instead of a service worker, and knows neither `key` nor Chrome's minimum version. */
function forFirefox({ key: _key, minimum_chrome_version: _version, background, ...rest }: Manifest) {
  return { ...rest, background: { scripts: [background.service_worker], type: background.type } };
}
