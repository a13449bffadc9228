import { Popup } from '../../src/popup/popup.tsx';
import { popupSize, type Scene } from './scene.ts';

/** A state of the real popup, as large as the browser shows it. */
export function popupScene(
  name: string,
  title: string,
  scene: Omit<Scene, 'id' | 'title' | 'size' | 'body' | 'draw'>,
): Scene {
  return {
    id: `popup/${name}`,
    title,
    size: popupSize,
    body: 'popup',
    draw: () => <Popup />,
    ...scene,
  };
}
