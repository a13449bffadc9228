/** What a list does not show although the service knows it; said to whoever composes the provider. */
import type { Source } from '../domain/role.ts';

export interface ListGap {
  readonly source: Source;
  readonly list: 'eligibilities' | 'assignments' | 'requests';
  /** Rows that could not be understood and were left out. */
  readonly unreadable: number;
  /** Why the first of them could not be, without its contents. */
  readonly why?: string;
  /** The service stopped at its silent limit and refused the way around it (pim-api.md 0.5). */
  readonly capped: boolean;
}

export type OnListGap = (gap: ListGap) => void;
