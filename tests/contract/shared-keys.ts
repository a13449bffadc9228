import { createKeys } from '../emulator/token-service/keys.ts';

/**
 * One signing key for all the clouds of a test file, made when the first token is: making one takes a quarter of a
 * second. A test in which two clouds must not trust each other's tokens gives one of them a key of its own.
 */
export const sharedKeys = createKeys('contract-tests');
