/**
 * The prompt of Hoist in a portal page, by the eyes and the hand of a person. It stands in a closed shadow root,
 * which no script of a page reaches; the browser's own debugger sees into it, and the click is a real one at the
 * place where the button is drawn, so that whatever covers the button gets the click instead.
 */
import type { CDPSession, Page, Protocol } from 'puppeteer-core';
import { until, type Patience } from './until.ts';

type PromptButton = 'Refresh' | 'Refresh all' | 'Later' | 'Sign in to the portal again' | 'Dismiss';
type Node = Protocol.DOM.Node;

export interface PortalPromptHands {
  /** Whether the prompt is drawn in the page now. */
  seen(): Promise<boolean>;
  /** Waits until the prompt says something, and returns its news as it is drawn, one paragraph a line. */
  text(patience?: Patience): Promise<string>;
  /** Waits until the prompt says something and stands still, brings its tab to the front, and clicks the button. */
  press(button: PromptButton): Promise<void>;
  /** What of the prompt has the keyboard's focus, by its words; nothing while the focus is elsewhere. */
  focused(): Promise<string | undefined>;
  /** Waits until there is no prompt in the page. */
  gone(patience?: Patience): Promise<void>;
}

/** The prompt that tells what became active. */
export function portalPrompt(page: Page): PortalPromptHands {
  return handsFor(page, 'hoist-prompt');
}

/** The smaller one that offers to sign in to the portal again. */
export function portalSignInOffer(page: Page): PortalPromptHands {
  return handsFor(page, 'hoist-prompt hoist-sign-in');
}

function handsFor(page: Page, panelClass: string): PortalPromptHands {
  /** A reload may take the page away in the middle of a look; the next look sees the new one. */
  async function look<T>(see: (session: CDPSession, panel: Node) => Promise<T>): Promise<T | undefined> {
    const session = await page.createCDPSession();
    try {
      const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
      const panel = findPanel(root, panelClass);
      return panel && (await see(session, panel));
    } catch (error) {
      if (isStale(error)) return undefined;
      throw error;
    } finally {
      await session.detach().catch(() => undefined);
    }
  }

  const news = () =>
    look(async (session, panel) => {
      const status = find(panel, (node) => attribute(node, 'role') === 'status');
      return status && (await drawnText(session, status));
    });

  const centreOf = (label: PromptButton) =>
    look(async (session, panel) => {
      for (const button of findAll(panel, (node) => node.localName === 'button')) {
        if ((await drawnText(session, button)) === label) return middle(await quads(session, button));
      }
      return undefined;
    });

  const hands: PortalPromptHands = {
    seen: async () =>
      (await look(async (session, panel) => (await quads(session, panel)).length > 0)) ?? false,
    text: (patience) =>
      until('the prompt to say something', async () => (await news()) || undefined, patience),
    async press(button) {
      await page.bringToFront();
      await hands.text();
      let before = '';
      const { x, y } = await until(`the button "${button}" to stand still`, async () => {
        const centre = await centreOf(button);
        const seen = JSON.stringify(centre);
        const still = seen === before;
        before = seen;
        return still && centre;
      });
      await page.mouse.click(x, y);
    },
    focused: () =>
      look(async (session, panel) => {
        const buttons = findAll(panel, (node) => node.localName === 'button');
        for (const button of buttons) {
          const { nodes } = await session.send('Accessibility.getPartialAXTree', {
            backendNodeId: button.backendNodeId,
            fetchRelatives: false,
          });
          const has = nodes[0]?.properties?.some(({ name, value }) => name === 'focused' && value.value);
          if (has) return drawnText(session, button);
        }
        return undefined;
      }),
    async gone(patience) {
      await until('the prompt to go', async () => !(await hands.seen()), patience);
    },
  };
  return hands;
}

function findPanel(root: Node, panelClass: string): Node | undefined {
  const hosts = findAll(root, (node) =>
    node.shadowRoots?.some(({ shadowRootType }) => shadowRootType === 'closed'),
  );
  return hosts
    .flatMap((host) => host.shadowRoots ?? [])
    .map((shadow) => find(shadow, (node) => attribute(node, 'class') === panelClass))
    .find((panel) => panel !== undefined);
}

function find(root: Node, fits: (node: Node) => boolean | undefined): Node | undefined {
  return findAll(root, fits)[0];
}

/** In the order of the document, without what is in shadow trees. */
function findAll(node: Node, fits: (node: Node) => boolean | undefined): Node[] {
  return [...(fits(node) ? [node] : []), ...(node.children ?? []).flatMap((child) => findAll(child, fits))];
}

/** The debugger gives names and values in turn. */
function attribute({ attributes = [] }: Node, name: string): string | undefined {
  const at = attributes.findIndex((text, index) => index % 2 === 0 && text === name);
  return at < 0 ? undefined : attributes[at + 1];
}

/** Text as a person reads it: what is not displayed is not there. */
async function drawnText(session: CDPSession, { backendNodeId }: Node): Promise<string> {
  const { object } = await session.send('DOM.resolveNode', { backendNodeId });
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: object.objectId!,
    functionDeclaration: 'function () { return this.innerText; }',
    returnByValue: true,
  });
  return String(result.value ?? '')
    .split(/\n+/)
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
}

/** Where the element is drawn, in CSS pixels of the viewport; empty where it is not. */
async function quads(session: CDPSession, { backendNodeId }: Node): Promise<number[][]> {
  const { quads: drawn } = await session.send('DOM.getContentQuads', { backendNodeId });
  return drawn;
}

function middle([quad]: number[][]): { x: number; y: number } | undefined {
  if (!quad) return undefined;
  const mean = (from: 0 | 1) => [0, 2, 4, 6].reduce((sum, at) => sum + quad[at + from]!, 0) / 4;
  return { x: mean(0), y: mean(1) };
}

/** The debugger's words for an element or a page that went away since it was found, or that is not drawn. */
function isStale(error: unknown): boolean {
  const text = error instanceof Error ? error.message : String(error);
  return /Could not find node|No node with given id|not belong to the document|compute (content quads|box model)|Cannot find context|context was destroyed|Node is detached|not attached to the document|Session closed.*navigat/i.test(
    text,
  );
}
