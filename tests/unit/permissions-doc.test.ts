/** docs/permissions.md against what Hoist asks for, row by row. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifest from '../../manifest.json' with { type: 'json' };
import { apis, permissions } from '../../src/domain/permissions.ts';

const doc = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');

/** The rows of the table whose header starts with this cell, split into cells. */
function tableOf(firstHeader: string): string[][] {
  const lines = doc.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${firstHeader} |`));
  expect(start).toBeGreaterThan(0);
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const isOfGroups = ({ name }: { name: string }) => name.endsWith('.AzureADGroup');
const rowOf = ({ api, name, adminConsent }: (typeof permissions)[number]) => [
  `\`${name}\``,
  apis[api].name,
  adminConsent ? 'administrator' : 'person or administrator',
];

describe('docs/permissions.md', () => {
  it('has every permission for Entra and Azure roles, and no other', () => {
    const rows = tableOf('Permission').map((row) => row.slice(0, 3));
    expect(rows).toEqual(permissions.filter((one) => !isOfGroups(one)).map(rowOf));
  });

  it('has every permission for groups that Hoist asks for', () => {
    const rows = tableOf('Group permission').map((row) => row.slice(0, 3));
    expect(rows.map(([name]) => name)).toEqual([...new Set(rows.map(([name]) => name))]);
    expect(rows).toEqual(expect.arrayContaining(permissions.filter(isOfGroups).map(rowOf)));
  });

  it.each(['Permission', 'Group permission'])('says of each what it is for and what breaks (%s)', (table) => {
    for (const [name, , , purpose, without] of tableOf(table)) {
      expect(purpose, name).toMatch(/^[A-Z].{15,}/);
      expect(without, name).toMatch(/^[A-Z].{15,}\.$/);
    }
  });

  it('names the browser’s permissions of the manifest', () => {
    const last = doc.slice(doc.indexOf('What a browser lets Hoist do'));
    const named = [...last.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(manifest.permissions.toSorted());
  });
});
