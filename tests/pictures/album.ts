/** The folder of pictures: emptied at the start, one file a picture, and a page to leaf through them. */
import { copyFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { albumPage } from './album-page.ts';

export interface Picture {
  /** Within the folder: `home/offline-dark.png`. */
  readonly file: string;
  /** The section of the page that shows it: `home`. */
  readonly group: string;
  readonly title: string;
  readonly scheme: string;
}

export interface Album {
  /**
   * Has a picture written to the file that is named for it.
   * @throws Error where none was written
   */
  add(
    picture: Omit<Picture, 'file'> & { readonly name: string },
    take: (file: string) => Promise<void>,
  ): Promise<void>;
  readonly pictures: readonly Picture[];
  /**
   * Copies pictures to another folder, each under the last part of its name.
   * @throws Error where one of them was not made
   */
  copy(files: readonly string[], to: string): Promise<void>;
  /** Writes the page that shows them all, and returns its path. */
  close(): Promise<string>;
}

/** @param folder holds nothing but what an earlier run left: pictures and the page are removed, nothing else is */
export async function openAlbum(folder: string): Promise<Album> {
  await mkdir(folder, { recursive: true });
  const left = await readdir(folder, { recursive: true });
  await Promise.all(
    left
      .filter((file) => file.endsWith('.png') || file === 'index.html')
      .map((file) => rm(join(folder, file))),
  );
  const pictures: Picture[] = [];
  return {
    pictures,
    async copy(files, to) {
      await mkdir(to, { recursive: true });
      for (const file of files) await copyFile(join(folder, file), join(to, basename(file)));
    },
    async add({ name, ...rest }, take) {
      const file = `${rest.group}/${name}-${rest.scheme}.png`;
      const path = join(folder, file);
      await mkdir(dirname(path), { recursive: true });
      await take(path);
      if ((await stat(path)).size === 0) throw new Error(`The picture ${file} is empty.`);
      pictures.push({ ...rest, file });
    },
    async close() {
      const page = join(folder, 'index.html');
      await writeFile(page, albumPage(pictures));
      return page;
    },
  };
}
