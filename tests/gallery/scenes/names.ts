/** Names that nobody planned for: long, from right to left, of other scripts, and what looks like HTML. */
import { isoInstant } from '../../../src/domain/duration.ts';
import { azureRole, entraRole, groupRole, held, hour, writeHome } from '../fixtures.ts';
import { activation, noon } from '../../unit/ui-harness.tsx';
import { popupScene } from '../popup-scene.tsx';

const long = `Regional Infrastructure Operations Contributor for ${'Business Continuity and Disaster Recovery '.repeat(6)}`;
const longScope = `mg-${'landing-zones-corporate-connectivity-'.repeat(6)}prod`;
const hebrew = azureRole('מנהל משאבים', 'מנוי ייצור');
const arabic = entraRole('مسؤول الأمان (قراءة فقط)', { kind: 'administrativeUnit', scopeName: 'وحدة الرياض' });
const japanese = azureRole('仮想マシン共同作成者', '東京本番サブスクリプション');
const emoji = azureRole('🚀 Deployer 👩‍🚀', '🏖️ sandbox 🇩🇪');
const html = entraRole('<img src=x onerror=alert(1)> & <b>bold</b>', {
  kind: 'administrativeUnit',
  scopeName: '<script>alert(2)</script>',
});
const endless = azureRole('Contributor'.repeat(14), longScope, 'managementGroup');
const longRole = azureRole(long.slice(0, 300), 'Contoso Production');

const all = {
  entra: { rows: [arabic, html] },
  azure: { rows: [longRole, endless, hebrew, japanese, emoji] },
  groups: { rows: [groupRole('财务审批组 💶'), groupRole(`Group ${longScope}`, 'owner')] },
};

export const nameScenes = [
  popupScene('names/list', 'Long, right-to-left, CJK, emoji and HTML names', {
    prepare: (page) => writeHome(page, { eligible: all }),
    act: async (hands) => {
      await hands.see('[data-testid="role-row"]');
    },
  }),
  popupScene('names/active', 'The same names, active and asked for', {
    prepare: (page) =>
      writeHome(page, {
        eligible: all,
        active: {
          azure: { rows: [longRole, hebrew].map((role) => held(role, noon - hour, noon + 2 * hour)) },
          entra: { rows: [held(html, noon - hour, noon + 3 * hour)] },
        },
        journal: [
          activation(endless, { state: 'waitingForApproval' }),
          activation(emoji, { state: 'following', recordedAt: noon - 2_000 }),
        ],
      }),
  }),
  popupScene('names/done', 'The same names, done', {
    prepare: (page) =>
      writeHome(page, {
        eligible: all,
        journal: [
          ...[longRole, endless, html].map((role) =>
            activation(role, {
              state: 'active',
              endsAt: isoInstant(noon + 2 * hour),
              settledAt: noon,
              effect: { state: 'inEffect', since: noon },
            }),
          ),
          activation(arabic, { state: 'waitingForApproval' }),
        ],
      }),
  }),
  popupScene('names/form', 'The same names in the form', {
    prepare: (page) => writeHome(page, { eligible: all }),
    act: async (hands) => {
      for (const name of ['Regional Infrastructure', 'מנהל', '🚀']) await hands.click('select', name);
      await hands.click('activate-selected');
      await hands.see('[data-testid="form"]');
    },
  }),
];
