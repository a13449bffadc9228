/** Rows of PIM's instance collections as roles: what every service writes alike, beside how it names the role. */
import type { Assignment, Eligibility } from '../domain/role.ts';

type Role = Pick<
  Eligibility,
  'key' | 'source' | 'roleName' | 'roleDefinitionId' | 'templateId' | 'scope' | 'memberType' | 'isCustom'
>;

/** @param scheduleId of the eligibility, which only some requests name */
export function eligibilityOf(
  role: Role,
  scheduleId: string | undefined,
  { endDateTime }: { readonly endDateTime?: string | undefined },
): Eligibility {
  return {
    ...role,
    ...(scheduleId ? { eligibilityScheduleId: scheduleId } : {}),
    ...(endDateTime ? { endsAt: endDateTime } : {}),
  };
}

export function assignmentOf(
  role: Role,
  row: {
    readonly assignmentType: Assignment['assignmentType'];
    readonly startDateTime?: string | undefined;
    readonly endDateTime?: string | undefined;
  },
): Assignment {
  return {
    ...role,
    assignmentType: row.assignmentType,
    ...(row.startDateTime ? { startsAt: row.startDateTime } : {}),
    ...(row.endDateTime ? { endsAt: row.endDateTime } : {}),
  };
}
