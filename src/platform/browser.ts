/**
 * The one import of webextension-polyfill. On browsers that have `browser` natively (every one Hoist supports) the
 * polyfill hands that object through; it is here for its types and for the day one of them does not.
 */
import browser from 'webextension-polyfill';

export { browser };
