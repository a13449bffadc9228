import { expect, it, vi } from 'vitest';
import { createNotify } from '../../src/platform/notifications.ts';

it('a notification has only what Firefox takes too, and an icon that the build holds', async () => {
  const create = vi.fn(async () => 'entry');
  const notify = createNotify({
    notifications: { create },
    runtime: { getURL: (path) => `chrome-extension://hoist/${path}` },
  });
  await notify({ id: 'entry', title: 'Owner on IT is active', message: 'Until 17:30' });
  const iconUrl = 'chrome-extension://hoist/icons/hoist-128.png';
  expect(create.mock.calls).toEqual([
    ['entry', { type: 'basic', iconUrl, title: 'Owner on IT is active', message: 'Until 17:30' }],
  ]);
});
