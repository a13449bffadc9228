/** What is typed for one role, outside of the activation form, and where roles lie that are held below their scope. */
import { isoInstant } from '../../../src/domain/duration.ts';
import { narrowedTo } from '../../../src/domain/narrowing.ts';
import type { Eligibility, Scope } from '../../../src/domain/role.ts';
import type { RoleDraft } from '../../../src/domain/role-draft.ts';
import { endingItem, followOnsItem, roleDraftsItem, roleMarksItem } from '../../../src/platform/items.ts';
import { activation, minute, noon, type TestPage } from '../../unit/ui-harness.tsx';
import {
  account,
  contributor,
  day,
  globalAdmin,
  held,
  hour,
  ownerOfIt,
  reader,
  writeHome,
} from '../fixtures.ts';
import { popupScene } from '../popup-scene.tsx';

const shop: Scope = { kind: 'subscription', id: '/subscriptions/shop', name: 'Contoso Production' };
const rg: Scope = {
  kind: 'resourceGroup',
  id: `${shop.id}/resourceGroups/rg-shop`,
  name: 'rg-shop-frontend',
};
const ownerOfGroup = narrowedTo(ownerOfIt, { scope: rg, between: [shop] })!;
const contributorOfGroup = narrowedTo({ ...contributor, scope: shop }, { scope: rg, between: [] })!;

const role = ({ key, roleName, scope }: Eligibility) => ({ key, roleName, scope });
const active = {
  entra: { rows: [held(globalAdmin, noon - hour, noon + hour)] },
  azure: { rows: [held(ownerOfIt, noon - hour, noon + hour)] },
};

const typing = (...drafts: RoleDraft[]) =>
  async function prepare(page: TestPage): Promise<void> {
    const ending = { ...reader, endsAt: isoInstant(noon + 3 * day) };
    await writeHome(page, {
      active,
      eligible: { azure: { rows: [ownerOfIt, contributor, ending] } },
      policies: { [globalAdmin.key]: { ticketRequired: true } },
    });
    await page.write(endingItem(account), [ending]);
    await page.write(roleDraftsItem(account), drafts);
  };

const followOn = {
  kind: 'followOn',
  role: role(ownerOfIt),
  length: { typed: '90m' },
  justification: 'The rollout to the second region takes longer',
} as const;
const extension = {
  kind: 'extension',
  role: role(reader),
  days: 90,
  justification: 'The migration runs until spring',
} as const;
const alias = { kind: 'alias', role: role(contributor), alias: 'shop, daily' } as const;

export const draftScenes = [
  popupScene('active/extend-kept', 'A running role is to be offered again', {
    prepare: typing(followOn),
    act: async (hands) => void (await hands.see('[data-testid="extend-sheet"] .form')),
  }),
  popupScene('active/extend-ticket', 'A running role that asks for a ticket', {
    prepare: typing({ ...followOn, role: role(globalAdmin) }),
    act: async (hands) => void (await hands.see('[data-testid="extend-ticket"]')),
  }),
  popupScene('eligibility/ask-kept', 'An eligibility is to last longer', {
    prepare: typing(extension),
    act: async (hands) => void (await hands.see('[data-testid="extension-sheet"]')),
  }),
  popupScene('search/alias-kept', 'A name of one’s own is typed', {
    prepare: typing(alias),
    act: async (hands) => void (await hands.see('[data-testid="alias-editor"]')),
  }),
  popupScene('home/drafts-gone', 'What was typed for roles that are gone', {
    prepare: typing(
      { ...followOn, role: role(reader) },
      { ...alias, role: { ...alias.role, key: 'azure|gone|/subscriptions/gone' as Eligibility['key'] } },
    ),
    act: async (hands) => void (await hands.see('[data-testid="draft-gone"]')),
  }),
  popupScene('active/narrowed', 'Roles below the scope of their eligibility', {
    async prepare(page) {
      await writeHome(page, {
        active: { azure: { rows: [held({ ...ownerOfGroup }, noon - hour, noon + hour)] } },
        journal: [
          activation(ownerOfGroup, {
            id: 'active',
            state: 'active',
            startsAt: isoInstant(noon - hour),
            endsAt: isoInstant(noon + hour),
            settledAt: noon - hour,
          }),
          activation(contributorOfGroup, { id: 'waits', state: 'waitingForApproval', sentAt: noon }),
          activation(narrowedTo({ ...reader, scope: shop }, { scope: rg, between: [] })!, {
            id: 'failed',
            state: 'failed',
            settledAt: noon - minute,
            failure: { kind: 'denied' },
          }),
        ],
      });
      await page.write(roleMarksItem(account), {
        [ownerOfIt.key]: { alias: 'the big one' },
        [contributor.key]: { alias: 'shop, daily' },
      });
    },
    act: async (hands) => void (await hands.see('[data-testid="active-row"]')),
  }),
  popupScene('active/follow-on-ticket', 'A role that asks for a ticket is offered again', {
    async prepare(page) {
      await writeHome(page, { policies: { [globalAdmin.key]: { ticketRequired: true } } });
      await page.write(followOnsItem(account), [
        {
          id: 'f1',
          role: globalAdmin,
          ask: { minutes: 60, justification: 'Daily PIM elevation' },
          endsAt: noon - minute,
        },
      ]);
    },
    act: async (hands) => void (await hands.see('[data-testid="follow-on-due"]')),
  }),
];
