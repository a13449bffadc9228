/*
 * A page that works against whatever other code puts on it: it takes foreign nodes out, lays a sheet over them,
 * and clicks and types by script. `window.hostile` counts what it did and saw, for tests to read.
 */
const wants = JSON.parse(document.querySelector('meta[name=portal-hostile]').content);
const own = new WeakSet();
const hostile = { removed: 0, covered: 0, clicks: 0, seen: [] };
window.hostile = hostile;

const adopt = (root) => {
  own.add(root);
  for (const node of root.querySelectorAll('*')) own.add(node);
};
adopt(document.documentElement);

/** Whatever is put into the page after it was read is somebody else's. */
new MutationObserver((records) => {
  for (const node of records.flatMap((record) => [...record.addedNodes])) {
    if (!(node instanceof Element) || own.has(node)) continue;
    hostile.seen.push({ tag: node.localName, text: node.textContent, openShadow: node.shadowRoot !== null });
    if (!wants.remove) continue;
    node.remove();
    hostile.removed += 1;
  }
}).observe(document.documentElement, { childList: true, subtree: true });

if (wants.cover) {
  const sheet = document.createElement('div');
  sheet.dataset.testid = 'hostile-sheet';
  own.add(sheet);
  sheet.style.position = 'fixed';
  sheet.style.inset = '0';
  sheet.style.zIndex = '2147483647';
  sheet.style.background = '#8a8886cc';
  // Being last in the document wins among equals: move there whenever something else does.
  setInterval(() => {
    if (document.documentElement.lastElementChild === sheet) return;
    document.documentElement.append(sheet);
    hostile.covered += 1;
  }, 100);
}

if (wants.click) {
  const events = [
    () => new MouseEvent('click', { bubbles: true, composed: true }),
    () => new PointerEvent('pointerdown', { bubbles: true, composed: true }),
    () => new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }),
  ];
  setInterval(() => {
    for (const node of document.querySelectorAll('*')) {
      if (own.has(node)) continue;
      for (const make of events) node.dispatchEvent(make());
      node.click?.();
      hostile.clicks += 1;
    }
  }, 100);
}
