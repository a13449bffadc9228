/** Pictures of the gallery: every scene, light and dark, and the most seen as they are for some people. */
import type { ColorScheme } from '../browser/screenshot.ts';
import { visitGallery } from '../gallery/visit.ts';
import type { Album } from './album.ts';

const schemes: readonly ColorScheme[] = ['light', 'dark'];
/** Scenes of sections whose looks change most where colours are forced; of the others only the most seen. */
const forced = /^(components|first|home|form)\//;

/** @returns what could not be drawn, a sentence each */
export async function pictureScenes(album: Album): Promise<string[]> {
  const problems: string[] = [];
  const visit = await visitGallery();
  try {
    for (const { id, title, isMain } of visit.scenes) {
      const [group = '', name = ''] = id.split('/');
      const take = async (scheme: string, shown: ColorScheme) => {
        try {
          await visit.show(id, shown);
          await visit.forceStates();
          await album.add({ group, name, title, scheme }, (file) => visit.picture(file));
        } catch (error) {
          problems.push(error instanceof Error ? error.message : String(error));
        }
      };
      for (const scheme of schemes) await take(scheme, scheme);
      if (isMain || forced.test(id)) {
        await visit.forceColours(true);
        await take('forced', 'dark');
        await visit.forceColours(false);
      }
      if (isMain) {
        await visit.reduceMotion(true);
        await take('reduced', 'light');
        await visit.reduceMotion(false);
      }
    }
  } finally {
    await visit.close();
  }
  return problems;
}
