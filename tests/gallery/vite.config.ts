import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The gallery alone: its pages are no part of the extension, whose own configuration knows nothing of them. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // No file is copied: the texts come in by an import.
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'chrome148',
    modulePreload: false,
    rollupOptions: {
      input: ['index.html', 'scene.html'].map((name) => fileURLToPath(new URL(name, import.meta.url))),
    },
  },
});
