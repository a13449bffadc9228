/** The prompt in portal pages: each of its kinds, by its own view, over a page that is none of ours. */
import { useEffect } from 'preact/hooks';
import { createPromptView, type PromptView } from '../../../src/content/prompt-view.ts';
import type { PortalPrompt } from '../../../src/domain/portal.ts';
import { useServices } from '../../../src/ui/services.ts';
import { narrow } from '../popup-scene.tsx';
import type { Scene } from '../scene.ts';

/** A page of somebody else's: nothing of Hoist's own styles is in it but what the prompt brings. */
function Portal({ show }: { show: (view: PromptView) => void }) {
  const { t } = useServices();
  useEffect(() => {
    const runtime = {
      text: t,
      language: 'en',
      shadowRootOf: (element: Element) => element.shadowRoot,
    };
    show(createPromptView({ document, runtime, soon: (work) => work() }));
  }, []);
  return (
    <main class="portal">
      <h1>Resource groups</h1>
      <p>You do not have access to see any resource groups.</p>
    </main>
  );
}

/** What looks for faults sees into open roots only; Hoist's own is closed. */
function openShadows(): void {
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    return attachShadow.call(this, { ...init, mode: 'open' });
  };
}

function portal(name: string, title: string, show: (view: PromptView) => void): Scene {
  return {
    id: `portal/${name}`,
    title,
    size: { width: 560, height: 420 },
    prepare: openShadows,
    draw: () => <Portal show={show} />,
    act: async (hands) => {
      await hands.see(':root > div[popover]');
    },
  };
}

const news =
  (roles: PortalPrompt['roles'], members: Partial<PortalPrompt> = {}) =>
  (view: PromptView) =>
    view.show({ bulkId: 'b', activeAt: 0, roles, ...members }, () => undefined);

const owner = { roleName: 'Owner', scopeName: 'IT' };
const several = [
  owner,
  { roleName: 'Contributor', scopeName: 'Contoso Production' },
  { roleName: 'Member', scopeName: 'Platform Engineers', isGroup: true },
] as const;
const long = 'Regional Infrastructure Operations Contributor for Business Continuity and Disaster Recovery';
const many = Array.from({ length: 8 }, (_, n) => ({
  roleName: n === 1 ? long : 'Reader',
  scopeName: n === 2 ? 'מנוי ייצור' : `sub-shop-00${n + 1}`,
}));

const one = portal('one', 'One role is in effect', news([owner]));
const lots = portal('many', 'More roles than are named', news(many));

export const portalScenes: readonly Scene[] = [
  one,
  portal(
    'one-unsure',
    'One role is active; when it takes effect is not known',
    news([owner], { mayTakeMinutes: true }),
  ),
  portal('group', 'A membership is in effect', news([several[2]])),
  portal('several', 'Several are in effect', news(several)),
  portal(
    'several-unsure',
    'Several are active; when they take effect is not known',
    news(several, { mayTakeMinutes: true }),
  ),
  lots,
  narrow(lots),
  portal('sign-in', 'After the refresh the portal still refuses', (view) =>
    view.offerSignIn('b', () => undefined),
  ),
];
