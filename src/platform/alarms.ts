/**
 * Alarms, the safety net behind every timer. Packed Chrome clamps anything under 30 s in silence while unpacked
 * builds do not, so a shorter one is refused here rather than work in tests alone.
 */
export const shortestAlarmMs = 30_000;

export interface AlarmsApi {
  create(name: string, info: { when?: number }): unknown;
  clear(name: string): Promise<boolean>;
}

export interface Alarms {
  /** Fires once, at the earliest after `inMs`; replaces an alarm of the same name. */
  set(name: string, inMs: number): void;
  clear(name: string): void;
}

export function createAlarms(api: AlarmsApi, now: () => number): Alarms {
  return {
    set(name, inMs) {
      if (!(inMs >= shortestAlarmMs)) throw new RangeError(`Alarm ${name} in ${inMs} ms is too soon`);
      void api.create(name, { when: now() + inMs });
    },
    clear(name) {
      void api.clear(name);
    },
  };
}
