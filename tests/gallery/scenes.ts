/** Every scene there is, in the order in which the gallery and the pictures show them. */
import { narrow } from './popup-scene.tsx';
import type { Scene } from './scene.ts';
import { activeScenes } from './scenes/active.ts';
import { approvalScenes } from './scenes/approvals.ts';
import { componentScenes } from './scenes/components.tsx';
import { draftScenes } from './scenes/drafts.ts';
import { eligibilityScenes } from './scenes/eligibility.ts';
import { findingScenes } from './scenes/finding.ts';
import { formScenes } from './scenes/form.ts';
import { homeScenes } from './scenes/home.ts';
import { lengthScenes } from './scenes/lengths.ts';
import { nameScenes } from './scenes/names.ts';
import { nobodyScenes } from './scenes/nobody.ts';
import { portalScenes } from './scenes/portal.tsx';
import { reasonScenes } from './scenes/reasons.ts';
import { requestScenes } from './scenes/requests.ts';
import { settingScenes } from './scenes/settings.tsx';
import { stepScenes } from './scenes/steps.tsx';
import { tokenScenes } from './scenes/tokens.tsx';
import { welcomeScenes } from './scenes/welcome.tsx';

const popupScenes: readonly Scene[] = [
  ...nobodyScenes,
  ...homeScenes,
  ...findingScenes,
  ...activeScenes,
  ...formScenes,
  ...lengthScenes,
  ...reasonScenes,
  ...draftScenes,
  ...requestScenes,
  ...stepScenes,
  ...eligibilityScenes,
  ...approvalScenes,
  ...nameScenes,
];

export const scenes: readonly Scene[] = [
  ...tokenScenes,
  ...componentScenes,
  ...popupScenes.flatMap((scene) => (scene.isMain ? [scene, narrow(scene)] : [scene])),
  ...welcomeScenes,
  ...settingScenes,
  ...portalScenes,
];
