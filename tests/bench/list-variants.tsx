/**
 * Three ways to show a long list, drawn with the popup's own rows inside of the popup's own page: everything drawn
 * and `content-visibility` left to spare what is out of sight, @tanstack/virtual-core, and our `LongList`.
 */
import { signal } from '@preact/signals';
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { type ComponentType, render } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Eligibility, RoleKey } from '../../src/domain/role.ts';
import { createPageServices } from '../../src/platform/page.ts';
import type { RoleDrafts } from '../../src/popup/drafts/use-role-drafts.ts';
import { RoleRow } from '../../src/popup/role-row.tsx';
import type { Selection } from '../../src/popup/selection.ts';
import { LongList } from '../../src/ui/long-list.tsx';
import { ServicesProvider } from '../../src/ui/services.ts';
import { bigTenantRoles } from '../emulator/seeds/big-tenant-roles.ts';

interface ListProps {
  roles: readonly Eligibility[];
}

const nothing = () => undefined;
const selection: Selection = {
  keys: signal<ReadonlySet<RoleKey>>(new Set()),
  pick: nothing,
  pickTo: nothing,
  startAt: nothing,
  clear: nothing,
};
const drafts: RoleDrafts = {
  all: signal([]),
  open: nothing,
  put: nothing,
  end: nothing,
  isSending: () => false,
  send: async () => undefined,
  takesFocus: () => false,
  isUnseen: () => false,
};
const rowHeight = 48;
const keyOf = (role: Eligibility) => role.key;
const row = (role: Eligibility) => (
  <RoleRow
    key={role.key}
    role={role}
    path=""
    mark={undefined}
    marks={[]}
    availability="free"
    selection={selection}
    drafts={drafts}
    onActivate={nothing}
  />
);

function ContentVisibility({ roles }: ListProps) {
  return (
    <>
      <style>{`.bench .role-row { content-visibility: auto; contain-intrinsic-size: auto ${rowHeight}px; }`}</style>
      <ul class="bench">{roles.map((role) => row(role))}</ul>
    </>
  );
}

function VirtualCore({ roles }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [, draw] = useState(0);
  const options = {
    count: roles.length,
    getScrollElement: (): HTMLElement | null => list.current?.parentElement ?? null,
    estimateSize: () => rowHeight,
    getItemKey: (index: number) => roles[index]!.key,
    overscan: 10,
    initialRect: { width: 400, height: 600 },
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => draw((count) => count + 1),
  };
  const [virtual] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  return (
    <ul ref={list} style={{ position: 'relative', height: `${virtual.getTotalSize()}px` }}>
      {virtual.getVirtualItems().map(({ key, index, start }) => (
        <div
          key={key}
          data-index={index}
          ref={(element) => virtual.measureElement(element)}
          style={{ position: 'absolute', insetInline: 0, transform: `translateY(${start}px)` }}
        >
          {row(roles[index]!)}
        </div>
      ))}
    </ul>
  );
}

const OurList = ({ roles }: ListProps) => (
  <LongList items={roles} keyOf={keyOf} row={row} rowHeight={rowHeight} />
);
const EmptyList = () => <ul />;

const variants: Readonly<Record<string, ComponentType<ListProps>>> = {
  empty: EmptyList,
  contentVisibility: ContentVisibility,
  virtualCore: VirtualCore,
  longList: OurList,
};

const painted = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));

function bench(variant: string, count: number) {
  const roles = bigTenantRoles(count);
  const services = createPageServices();
  const main = document.createElement('main');
  main.className = 'popup-main popup-list popup-scroll';
  document.body.replaceChildren(main);
  const List = variants[variant]!;
  const draw = (shown: readonly Eligibility[]) =>
    render(
      <ServicesProvider value={services}>
        <List roles={shown} />
      </ServicesProvider>,
      main,
    );
  main.style.height = '560px';
  return {
    async open() {
      draw(roles);
      await painted();
    },
    async scroll() {
      for (let step = 0; step < 60; step++) {
        main.scrollTop += 300;
        await new Promise(requestAnimationFrame);
      }
      for (const part of [0.9, 0.2, 0.6, 0]) {
        main.scrollTop = main.scrollHeight * part;
        await new Promise(requestAnimationFrame);
      }
      await painted();
    },
    /** As a word is typed and taken back: every tenth row, every hundredth, all. */
    async filter() {
      for (const step of [10, 100, 10, 1]) {
        draw(roles.filter((_, index) => index % step === 0));
        await painted();
      }
    },
  };
}

Object.assign(globalThis, { bench });
