/** Runs in a page before anything else of it, and writes down when what a person waits for is there. */

/** Times in ms since the page began; what has not come is absent. */
export interface Opening {
  /** Ms since the epoch. */
  readonly beganAt: number;
  paint?: number;
  /** The first rows, or the word that there are none, stand in a frame. */
  rows?: number;
  /** The browser shows the page. */
  visible?: number;
  /** The search box has the focus. */
  focus?: number;
  /** The last change of the document. */
  changed: number;
  /** The sum of the layout shifts. */
  shift: number;
  /** Nothing has changed for a while. */
  isQuiet: boolean;
  readonly keys: Key[];
}

interface Key {
  /** Ms from the key to the frame with the results. */
  readonly took: number;
  /** What the page shows in it. */
  readonly shown: string;
}

declare global {
  interface Window {
    opening: Opening;
    /** What the page shows now. */
    shownNow: () => string;
  }
}

const quietMs = 400;
const opening: Opening = {
  beganAt: performance.timeOrigin,
  changed: 0,
  shift: 0,
  isQuiet: false,
  keys: [],
};
window.opening = opening;
window.shownNow = () => {
  const heading = document.querySelector('[data-testid="results"] h2, [data-testid="eligible"] h2');
  const first = document.querySelector('[data-testid="role-row"]');
  return `${heading?.textContent}, ${first?.textContent}`;
};

/** When the next frame has been drawn. */
function afterFrame(then: (at: number) => void): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.addEventListener('message', () => {
      channel.port1.close();
      then(performance.now());
    });
    channel.port1.start();
    channel.port2.postMessage(undefined);
  });
}

new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries())
    if (name === 'first-contentful-paint') opening.paint = startTime;
}).observe({ type: 'paint', buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    opening.shift += (entry as PerformanceEntry & { value: number }).value;
}).observe({ type: 'layout-shift', buffered: true });

new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) if (name === 'visible') opening.visible ??= startTime;
}).observe({ type: 'visibility-state', buffered: true });

let seen = false;
const areRowsThere = () =>
  document
    .querySelector('[data-testid="role-row"], [data-testid="no-roles"]')
    ?.checkVisibility({ visibilityProperty: true }) ?? false;
function lookForRows(at: number): void {
  if (seen || !areRowsThere()) return;
  seen = true;
  opening.rows = at;
}
let quiet = setTimeout(whenQuiet, quietMs);
function whenQuiet(): void {
  opening.isQuiet = document.readyState === 'complete';
  if (!opening.isQuiet) quiet = setTimeout(whenQuiet, quietMs);
}
new MutationObserver(() => {
  opening.changed = performance.now();
  opening.isQuiet = false;
  clearTimeout(quiet);
  quiet = setTimeout(whenQuiet, quietMs);
  if (!seen) afterFrame(lookForRows);
}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

document.addEventListener('focusin', ({ target }) => {
  if ((target as Element).matches('[data-testid="search"]')) opening.focus ??= performance.now();
});

const follow = ({ timeStamp }: Event) =>
  afterFrame((at) => opening.keys.push({ took: at - timeStamp, shown: window.shownNow() }));
addEventListener('input', follow, true);
addEventListener('keydown', (event) => event.key === 'Escape' && follow(event), true);
