// @vitest-environment happy-dom
/** Names of roles and scopes in the list, whatever they hold. */
import { cleanup, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Eligibility } from '../../src/domain/role.ts';
import { createScopePaths } from '../../src/domain/scope-path.ts';
import { rowOf, shown } from './popup-home-rig.tsx';
import { eligibility } from './ui-harness.tsx';
import { open, search } from './popup-list-rig.tsx';

afterEach(cleanup);

describe('names', () => {
  it('of any kind are text in full, on one line each, and open nothing', async () => {
    const names = [
      `${'very long '.repeat(29)}END-of-name`,
      'قارئ الأسرار في المؤسسة',
      '<img src=x onerror=alert(1)><b>Bold</b>',
      '👩‍👩‍👧‍👦 Operator '.repeat(5),
      '仮想マシン共同作成者'.repeat(6),
    ];
    const rows = names.map((name, n) =>
      eligibility(name, { scopeName: names.at(n - 1)!, templateId: `t${n}` }),
    );
    await open({ azure: rows });
    for (const [n, row] of rows.entries()) {
      const text = rowOf(row).querySelector('.row-text')!;
      expect(text.textContent).toContain(names[n]);
      expect(text.textContent).toContain(names.at(n - 1));
      expect(text.querySelector('img, b')).toBeNull();
      // Isolated, so that no direction of a name turns what stands beside it.
      expect(text.querySelectorAll('bdi').length).toBeGreaterThanOrEqual(2);
    }
    const tail = rowOf(rows[3]!).querySelector('.one-line-tail')!.textContent;
    expect(/^\p{M}|^\u200d/u.test(tail)).toBe(false);
    search('end of name');
    await waitFor(() => expect(shown()).toContain(rows[0]!.key));
    const found = [...rowOf(rows[0]!).querySelectorAll('.row-text-name mark')].map((one) => one.textContent);
    expect(found).toEqual(['END', 'of', 'name']);
  });

  it('of scopes show what they lie in, as far as the rows tell it', () => {
    const at = (kind: Eligibility['scope']['kind'], id: string, name: string) => ({ kind, id, name });
    const pathOf = createScopePaths([at('subscription', '/subscriptions/A', 'Production')]);
    const group = '/subscriptions/a/resourceGroups/rg-shop';
    expect(pathOf(at('resourceGroup', group, 'rg-shop'))).toEqual(['Production']);
    expect(pathOf(at('resource', `${group}/providers/x/y/kv`, 'kv'))).toEqual(['Production', 'rg-shop']);
    expect(pathOf(at('resource', '/subscriptions/b/resourceGroups/rg/providers/x/y/kv', 'kv'))).toEqual([
      'rg',
    ]);
    expect(pathOf(at('subscription', '/subscriptions/A', 'Production'))).toEqual([]);
  });
});
