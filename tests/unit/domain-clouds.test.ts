import { describe, expect, test } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { portalMatchPatterns } from '../../src/domain/portal.ts';
import { clouds } from '../../src/domain/clouds.ts';

const { public: cloud } = clouds;

describe('the public cloud', () => {
  test('is what the manifest asks for, no more and no less', () => {
    const apis = [cloud.loginHost, ...Object.values(cloud.hosts)].map((host) => `https://${host}/*`);
    expect(manifest.host_permissions.toSorted()).toEqual([...apis, ...portalMatchPatterns].toSorted());
  });
});
