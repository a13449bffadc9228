/** A scene of the gallery: one page or one component in one state, drawn from stored items alone. */
import type { ComponentChildren } from 'preact';
import type { TestPage } from '../unit/ui-harness.tsx';
import type { Hands } from './hands.ts';

export interface Scene {
  /** `popup/offline`: names its picture and its place in the gallery. */
  readonly id: string;
  /** What it shows, in a few words. */
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
}

/** As large as Chromium lets a popup become, and as wide as its style sheet says. */
export const popupSize = { width: 400, height: 600 } as const;
