/** Pictures of the real pages: the production build in a real browser, against the embedded cloud. */
import type { Album } from './album.ts';

export async function picturePages(_album: Album): Promise<string[]> {
  return [];
}
