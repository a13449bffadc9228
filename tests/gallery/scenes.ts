/** Every scene there is, in the order in which the gallery and the pictures show them. */
import type { Scene } from './scene.ts';
import { componentScenes } from './scenes/components.tsx';
import { draftScenes } from './scenes/drafts.ts';
import { formScenes } from './scenes/form.ts';
import { homeScenes } from './scenes/home.ts';
import { nameScenes } from './scenes/names.ts';
import { nobodyScenes } from './scenes/nobody.ts';
import { pageScenes } from './scenes/pages.tsx';
import { requestScenes } from './scenes/requests.ts';
import { tokenScenes } from './scenes/tokens.tsx';

export const scenes: readonly Scene[] = [
  ...tokenScenes,
  ...componentScenes,
  ...nobodyScenes,
  ...homeScenes,
  ...nameScenes,
  ...formScenes,
  ...requestScenes,
  ...draftScenes,
  ...pageScenes,
];
