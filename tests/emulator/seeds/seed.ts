import type { DirectorySeed } from '../types.ts';
import type { PimSeed } from '../pim/seed.ts';

/** All that the embedded cloud knows when it comes up. */
export type Seed = DirectorySeed & { readonly pim: PimSeed };
