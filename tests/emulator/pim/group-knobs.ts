/** What may be turned on PIM for Groups alone; what it shares with Entra roles stands in `GraphPimKnobs`. */
export interface GroupPimKnobs {
  /** From acceptance to Provisioned; above zero the first answer is PendingProvisioning (pim-api.md A.6). */
  provisionMs: number;
  /** From Provisioned until the instance shows in lists. */
  listLagMs: number;
  /** From Provisioned until new tokens carry the group and what it brings. */
  effectLagMs: number;
  /** From Provisioned until the Resource Manager's lists know of the membership (pim-api.md C.1). */
  armCacheMs: number;
  /** Lower case was recorded, the documentation's samples are in Pascal case (pim-api.md 0.1). */
  enumCasing: 'lower' | 'pascal';
  /**
   * What `$expand=group` leads to: it was seen to come back empty (pim-api.md D). `asSeeded` asks the group;
   * UNCONFIRMED: `needsScope` leaves it empty for a token that may not read groups.
   */
  expandGroup: 'asSeeded' | 'full' | 'empty' | 'needsScope';
}

export function defaultGroupKnobs(): GroupPimKnobs {
  return {
    provisionMs: 0,
    listLagMs: 0,
    effectLagMs: 0,
    armCacheMs: 0,
    enumCasing: 'lower',
    expandGroup: 'asSeeded',
  };
}

/** The lags that people measured (pim-api.md I). */
export const measuredGroupLags = { provisionMs: 10_000, effectLagMs: 180_000, armCacheMs: 120_000 } as const;
