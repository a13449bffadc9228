/** Every component and state, drawn alone: the rules of axe in both themes, targets, a focus that can be seen. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, hiddenFocus, smallTargets } from '../browser/page-checks.ts';
import { sections } from '../gallery/sections.ts';
import { type GalleryVisit, visitGallery } from '../gallery/visit.ts';

describe('every scene of the gallery', () => {
  let gallery: GalleryVisit;
  beforeAll(async () => {
    gallery = await visitGallery();
  });
  afterAll(() => gallery?.close());

  /** What is wrong with a scene as it stands. */
  async function faults(): Promise<string[]> {
    const { page } = gallery;
    const light = await axeViolations(page);
    const small = await smallTargets(page);
    const unseen = await hiddenFocus(page);
    await gallery.prefer('dark');
    // Nothing to check is right for a scene without a text of its own.
    const dark = await axeViolations(page, ['color-contrast', 'document-title']);
    return [
      ...light.map((one) => `light: ${one}`),
      ...dark.map((one) => `dark: ${one}`),
      ...small.map((one) => `too small: ${one}`),
      ...unseen.map((one) => `focus not seen: ${one}`),
    ];
  }

  it('is checked by checks that see what was planted', async () => {
    await gallery.show('components/button', 'light');
    await gallery.page.evaluate(() => {
      const main = document.querySelector('main')!;
      main.append(document.createElement('img'));
      const tiny = document.createElement('button');
      tiny.textContent = 'x';
      tiny.style.cssText = 'all: unset; display: block; width: 10px; height: 10px';
      main.append(tiny);
      const pale = document.createElement('p');
      pale.textContent = 'Pale in the dark';
      pale.style.color = 'light-dark(black, #333)';
      main.append(pale);
    });
    const found = await faults();
    for (const fault of [
      'light: image-alt',
      'dark: color-contrast',
      'too small: button x',
      'focus not seen: button x',
    ])
      expect(
        found.some((one) => one.startsWith(fault)),
        fault,
      ).toBe(true);
  });

  it('belongs to a section', () => {
    const known = Object.keys(sections);
    expect(gallery.scenes.filter(({ id }) => !known.includes(id.split('/')[0]!))).toEqual([]);
  });

  it('turns and moves nothing for people who ask for less motion', async () => {
    const moved = async (id: string) => {
      await gallery.show(id, 'light');
      return gallery.page.evaluate(() =>
        document.getAnimations().flatMap(({ effect }) => {
          const frames = effect instanceof KeyframeEffect ? effect.getKeyframes() : [];
          const moving = ['transform', 'translate', 'rotate', 'scale'];
          return frames.some((frame) => moving.some((name) => name in frame)) ? [JSON.stringify(frames)] : [];
        }),
      );
    };
    expect(await moved('home/reading')).not.toEqual([]);
    await gallery.reduceMotion(true);
    const found: Record<string, string[]> = {};
    for (const id of ['home/first-run', 'home/reading', 'requests/bulk-under-way', 'components/small'])
      found[id] = await moved(id);
    await gallery.reduceMotion(false);
    expect(Object.values(found).flat(), JSON.stringify(found)).toEqual([]);
  });

  it.each(Object.keys(sections))(
    'of %s: axe in both themes, targets, visible focus',
    async (section) => {
      const members = gallery.scenes.filter(({ id }) => id.startsWith(`${section}/`));
      expect(members.length).toBeGreaterThan(0);
      const found: Record<string, string[]> = {};
      for (const { id } of members) {
        const wrong = await gallery.show(id, 'light').then(faults, (error: Error) => [error.message]);
        if (wrong.length > 0) found[id] = wrong;
      }
      expect(found).toEqual({});
    },
    240_000,
  );
});
