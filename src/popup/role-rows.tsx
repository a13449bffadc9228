import type { ReadonlySignal } from '@preact/signals';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import type { RoleMarks } from '../domain/role-marks.ts';
import type { Found } from '../domain/search.ts';
import { type RowActions, RoleRow } from './role-row.tsx';
import type { Availability } from './view.ts';

interface Props extends RowActions {
  rows: readonly Found<Eligibility>[];
  marks: RoleMarks;
  pathOf: (role: Eligibility) => string;
  availability: (key: RoleKey) => Availability;
  /** What Enter in the search box opens. */
  chosen?: ReadonlySignal<RoleKey | null>;
}

export function RoleRows({ rows, marks, pathOf, availability, ...row }: Props) {
  return (
    <ul>
      {rows.map(({ item, marks: found }) => (
        <RoleRow
          key={item.key}
          role={item}
          path={pathOf(item)}
          mark={marks[item.key]}
          marks={found}
          availability={availability(item.key)}
          {...row}
        />
      ))}
    </ul>
  );
}
