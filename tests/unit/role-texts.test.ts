import { describe, expect, it } from 'vitest';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import { roleKey } from '../../src/domain/role.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import { roleTexts } from '../../src/platform/role-texts.ts';
import { getMessage } from './ui-harness.tsx';

const { t } = createTexts(getMessage, 'en');

describe('a sentence about a role', () => {
  const scope = { kind: 'group', id: 'g', name: 'Tier 0 Operators' } as const;

  it('says of a group what one is of it, and of a role where it holds', () => {
    const owner = { key: roleKey('groups', 'owner', 'g'), roleName: 'Owner', scope };
    expect(roleTexts(t, owner)('popupRoleOnScope')).toBe('Owner of Tier 0 Operators');
    const stored = { key: roleKey('azure', 'r', '/mg/it'), roleName: 'Owner', scopeName: 'IT' };
    expect(roleTexts(t, stored)('popupRoleOnScope')).toBe('Owner on IT');
  });

  it('takes what else there is after the names', () => {
    const member = { key: roleKey('groups', 'member', 'g'), roleName: 'Member', scope };
    expect(roleTexts(t, member)('menuLastRole', '2 hours')).toContain('Member of Tier 0 Operators (2 hours)');
  });
});

describe('every sentence that has a form for groups', () => {
  const table = messages as Record<
    string,
    { message: string; placeholders?: Record<string, { content: string }> }
  >;
  const pairs = Object.keys(table)
    .filter((key) => key.endsWith('_group'))
    .map((key) => [key.replace(/_group$/, ''), key] as const);

  it.each(pairs)('%s takes the same substitutions', (plain, group) => {
    const numbers = (key: string) =>
      Object.values(table[key]?.placeholders ?? {})
        .map(({ content }) => content)
        .toSorted();
    expect(numbers(group)).toEqual(numbers(plain));
    expect(numbers(group).length).toBeGreaterThan(1);
  });

  it('is every one that takes a role and its scope', () => {
    const ofRoles = Object.entries(table).filter(
      ([key, { placeholders = {} }]) =>
        placeholders['role']?.content === '$1' && 'scope' in placeholders && !key.endsWith('_group'),
    );
    expect(ofRoles.map(([key]) => key).toSorted()).toEqual(pairs.map(([plain]) => plain).toSorted());
  });
});
