import type { Emulator } from './emulator.ts';

/**
 * `fetch` as a browser extension's worker has it, over the embedded cloud: an `Origin` header goes with every
 * request but GET and HEAD.
 * @param origin such as `chrome-extension://…`
 */
export function fetchFrom(emulator: Pick<Emulator, 'fetch'>, origin: string): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (request.method !== 'GET' && request.method !== 'HEAD') request.headers.set('origin', origin);
    return emulator.fetch(request);
  };
}
