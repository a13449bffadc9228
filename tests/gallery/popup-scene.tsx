import { Popup } from '../../src/popup/popup.tsx';
import { narrowWidth, popupSize, type Scene } from './scene.ts';

/** A state of the real popup, as large as the browser shows it. */
export function popupScene(
  id: string,
  title: string,
  scene: Omit<Scene, 'id' | 'title' | 'size' | 'body' | 'draw'>,
): Scene {
  return { id, title, size: popupSize, body: 'popup', draw: () => <Popup />, ...scene };
}

/** The same in a window that is narrower than the popup would like to be. */
export function narrow(scene: Scene): Scene {
  return {
    ...scene,
    id: `${scene.id}-${narrowWidth}`,
    title: `${scene.title}, ${narrowWidth} px wide`,
    size: { ...scene.size, width: narrowWidth },
    isMain: false,
  };
}
