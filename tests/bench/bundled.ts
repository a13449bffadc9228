import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** A file of this folder with all that it imports, as one plain script for a page. */
export async function bundled(name: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { 'process.env.NODE_ENV': '"production"', __HOIST_CLIENT_ID__: '""' },
    build: {
      write: false,
      target: 'chrome148',
      lib: {
        entry: fileURLToPath(new URL(name, import.meta.url)),
        formats: ['iife'],
        name: 'bundled',
      },
    },
  });
  const [output] = [built].flat();
  if (!output || !('output' in output)) throw new Error('Nothing was built.');
  return output.output[0].code;
}
