/** Draws the scene that the address names: `scene.html?scene=home/offline&scheme=dark`; without one, tells which there are. */
import { render } from 'preact';
import '../../src/ui/base.css';
import { createTestPage } from '../unit/ui-harness.tsx';
import { createHands } from './hands.ts';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';
import './scene.css';

const asked = new URLSearchParams(location.search);
const { body, documentElement: root } = document;

try {
  const id = asked.get('scene');
  body.dataset['scenes'] = JSON.stringify(
    scenes.map(({ id, title, size, isMain }) => ({ id, title, isMain, ...size })),
  );
  if (id !== null) await drawNamed(id);
  body.dataset['scene'] = 'ready';
} catch (error) {
  body.dataset['why'] = error instanceof Error ? error.message : String(error);
  body.dataset['scene'] = 'failed';
  console.error(error);
}

function drawNamed(id: string): Promise<void> {
  const scene = scenes.find((one) => one.id === id);
  if (!scene) throw new Error(`There is no scene ${id}.`);
  // As if the person preferred it: `light-dark()` follows, and so do the browser's own controls.
  const scheme = asked.get('scheme');
  if (scheme) root.style.colorScheme = scheme;
  return draw(scene);
}

async function draw(scene: Scene): Promise<void> {
  const { title, body: bodyClass, offline, openFor, prepare, draw, act } = scene;
  document.title = title;
  if (bodyClass) body.className = bodyClass;
  if (offline) Object.defineProperty(navigator, 'onLine', { get: () => false });
  if (openFor !== undefined) hurryTimers(openFor);
  const page = createTestPage();
  await prepare?.(page);
  const app = document.getElementById('app')!;
  render(<page.Page>{draw(page)}</page.Page>, app);
  const hands = createHands(document);
  await hands.see('#app > *');
  await twoFrames();
  await act?.(hands, page);
  await document.fonts.ready;
  await twoFrames();
}

/** Timers up to this length, in ms, run at once. */
function hurryTimers(longest: number): void {
  const later = window.setTimeout.bind(window);
  const sooner = (work: () => void, ms = 0) => later(work, ms <= longest ? 0 : ms);
  window.setTimeout = sooner as typeof window.setTimeout;
}

/** After them effects that wait for the next frame have run, and what they did has been drawn. */
function twoFrames(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
