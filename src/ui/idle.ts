/** Work that nobody waits for, in pieces, while the page has nothing else to do. */

/** A piece ends when no more than this is left, in ms. */
const reserveMs = 2;

/**
 * @param work does a piece while `hasTime`; true when everything is done
 * @returns the way to stop
 */
export function whenIdle(work: (hasTime: () => boolean) => boolean): () => void {
  let waiting = requestIdleCallback(piece);
  function piece(deadline: IdleDeadline): void {
    if (!work(() => deadline.timeRemaining() > reserveMs)) waiting = requestIdleCallback(piece);
  }
  return () => cancelIdleCallback(waiting);
}
