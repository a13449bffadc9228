/** A scene of the gallery: one page or one component in one state, drawn from stored items alone. */
import type { ComponentChildren } from 'preact';
import type { TestPage } from '../unit/ui-harness.tsx';
import type { Hands } from './hands.ts';

export interface Scene {
  /** `home/offline`: names its section, its picture and its place in the gallery. */
  readonly id: string;
  /** What the state is, in a few words. */
  readonly title: string;
  /** How large it is drawn, in CSS pixels; without a height it is as high as what it holds. */
  readonly size: { readonly width: number; readonly height?: number };
  /** Class of the body, where the page has one. */
  readonly body?: string;
  /** Writes what is stored before the page opens, and scripts what the worker answers. */
  readonly prepare?: (page: TestPage) => Promise<void> | void;
  readonly draw: (page: TestPage) => ComponentChildren;
  /** What a person did until it looked so. */
  readonly act?: (hands: Hands, page: TestPage) => Promise<void>;
  /** The browser says that there is no network. */
  readonly offline?: boolean;
  /** So many ms have passed since the page opened: timers up to this length run at once. */
  readonly openFor?: number;
  /** What people see most: pictured also as it is for those who want less motion. */
  readonly isMain?: boolean;
}

/** As large as Chromium lets a popup become, and as wide as its style sheet says. */
export const popupSize = { width: 400, height: 600 } as const;

/** The narrowest window that the pages are looked at in, in CSS pixels. */
export const narrowWidth = 360;
