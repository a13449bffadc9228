/**
 * The toolbar button shows whether a role is active, by shape, and how many, by a badge and in its title; it is drawn
 * anew when one ends.
 */
import { isGhost } from '../../domain/deactivation.ts';
import { epochMs } from '../../domain/duration.ts';
import { type Assignment, sources } from '../../domain/role.ts';
import type { Alarms } from '../../platform/alarms.ts';
import type { Texts } from '../../platform/i18n.ts';
import type { WorkerState } from '../worker-state.ts';

export const roleEndsAlarm = 'role-ends';

export interface ShowButtonOptions {
  readonly state: WorkerState;
  readonly alarms: Alarms;
  readonly texts: Texts;
  readonly now: () => number;
  readonly draw: DrawButton;
}

/** @param badge a few letters on the button; none where it is empty */
export type DrawButton = (variant: 'idle' | 'active', title: string, badge: string) => Promise<void>;

/** A badge has room for about four letters; the title has the number. */
const mostOnBadge = 99;

export function createShowButton({
  state,
  alarms,
  texts,
  now,
  draw,
}: ShowButtonOptions): () => Promise<void> {
  async function activatedRoles(): Promise<Assignment[]> {
    const account = await state.account();
    if (!account) return [];
    const own = state.of(account);
    const lists = await Promise.all(sources.map((source) => own.assignments(source).read()));
    const deactivations = await own.deactivations.read();
    return lists
      .flatMap(({ rows }) => rows)
      .filter((row) => row.assignmentType === 'activated' && !isGhost(row, deactivations, now()));
  }

  return async () => {
    const ends = (await activatedRoles())
      .map((row) => epochMs(row.endsAt) ?? Infinity)
      .filter((end) => end > now());
    const next = Math.min(...ends);
    if (Number.isFinite(next)) alarms.set(roleEndsAlarm, Math.max(30_000, next - now()));
    else alarms.clear(roleEndsAlarm);
    const count = ends.length;
    const badge = count > mostOnBadge ? `${mostOnBadge}+` : String(count);
    if (count > 0) await draw('active', texts.tn('buttonActive', count), badge);
    else await draw('idle', texts.t('extensionName'), '');
  };
}
