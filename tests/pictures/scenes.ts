/** Pictures of the gallery: every scene, light and dark, and what changes most where colours are forced. */
import type { ColorScheme } from '../browser/screenshot.ts';
import { type GalleryVisit, visitGallery } from '../gallery/visit.ts';
import type { Album } from './album.ts';

const schemes: readonly ColorScheme[] = ['light', 'dark'];
/** Groups of scenes that are drawn in forced colours, too. */
const forced = /^(components|popup)\//;

/** @returns what could not be drawn, a sentence each */
export async function pictureScenes(album: Album): Promise<string[]> {
  const problems: string[] = [];
  const visit = await visitGallery();
  try {
    for (const { id, title, height } of visit.scenes) {
      const [group = '', name = ''] = id.split('/');
      const take = async (scheme: string, shown: ColorScheme) => {
        try {
          await visit.show(id, shown);
          await visit.forceStates();
          await album.add({ group, name, title, scheme }, (file) => shoot(visit, file, height === undefined));
        } catch (error) {
          problems.push(error instanceof Error ? error.message : String(error));
        }
      };
      for (const scheme of schemes) await take(scheme, scheme);
      if (!forced.test(id)) continue;
      await visit.forceColours(true);
      await take('forced', 'dark');
      await visit.forceColours(false);
    }
  } finally {
    await visit.close();
  }
  return problems;
}

async function shoot({ page }: GalleryVisit, file: string, whole: boolean): Promise<void> {
  await page.screenshot({ path: file as `${string}.png`, fullPage: whole });
}
