import { armRefusal } from './errors.ts';

const pimVersions = ['2020-10-01', '2020-10-01-preview', '2022-04-01-preview', '2024-09-01-preview'];

/** The versions each type is served in. */
export const apiVersions: Readonly<Record<string, readonly string[]>> = {
  roleeligibilityscheduleinstances: pimVersions,
  roleassignmentscheduleinstances: pimVersions,
  roleassignmentschedulerequests: pimVersions,
  roleeligibilityschedulerequests: pimVersions,
  rolemanagementpolicyassignments: pimVersions,
  eligiblechildresources: pimVersions,
  roleassignmentapprovals: ['2021-01-01-preview'],
  batch: ['2020-06-01'],
  permissions: ['2015-07-01', '2018-01-01-preview', '2018-07-01', '2022-04-01'],
  roleassignments: ['2015-07-01', '2018-07-01', '2020-10-01-preview', '2022-04-01'],
  roledefinitions: ['2015-07-01', '2018-01-01-preview', '2022-04-01'],
  subscriptions: ['2016-06-01', '2019-11-01', '2020-01-01', '2021-01-01', '2022-12-01'],
};

/** @throws PimError 400 when the version is missing or the type does not have it. */
export function requireApiVersion(version: string | undefined, type: string): void {
  if (version === undefined || version === '') throw armRefusal.missingApiVersion();
  const supported = apiVersions[type] ?? [];
  if (!/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(version)) throw armRefusal.invalidApiVersion(version, supported);
  if (!supported.includes(version)) throw armRefusal.unsupportedApiVersion(version, type, supported);
}
