/**
 * The prompt's style sheet, in the product's own colours. Everything of the host is `!important`: a shadow tree's
 * important rules are the only ones that a page's own rules cannot override.
 */
export const promptCss = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: auto 16px 16px auto !important;
  z-index: 2147483647 !important;
  display: block !important;
  inline-size: min(344px, calc(100vw - 32px)) !important;
  color-scheme: light dark !important;
  user-select: none !important;
}
.hoist-prompt {
  --raised: light-dark(#ffffff, #1f2229);
  --hover: light-dark(#eef1f5, #262a33);
  --line: light-dark(#dfe3e9, #2f343e);
  --line-strong: light-dark(#7f8796, #737b8a);
  --ink: light-dark(#16191f, #eceef2);
  --soft: light-dark(#5a6170, #a6adba);
  --accent: light-dark(#1258cf, #1f68e0);
  --accent-hover: light-dark(#0e4bb4, #2a6de0);
  --accent-text: light-dark(#1258cf, #82b4ff);
  box-sizing: border-box;
  padding: 12px 16px 16px;
  font: 13px/20px system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
  color: var(--ink);
  background: var(--raised);
  border: 1px solid var(--line);
  border-radius: 10px;
  box-shadow: 0 8px 24px light-dark(rgb(15 23 42 / 16%), rgb(0 0 0 / 56%));
}
p, ul { margin: 0; padding: 0; overflow-wrap: anywhere; }
.name { font-size: 11px; line-height: 16px; color: var(--soft); }
.title { max-block-size: 120px; overflow: auto; font-size: 15px; font-weight: 600; }
.hoist-sign-in .title { font-size: 13px; }
ul { margin-block-start: 4px; padding-inline-start: 16px; max-block-size: 160px; overflow: auto; }
.role { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
.means { margin-block-start: 4px; color: var(--soft); }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 12px; }
button {
  min-block-size: 32px;
  padding: 0 12px;
  font: inherit;
  font-weight: 600;
  color: var(--ink);
  background: var(--raised);
  border: 1px solid var(--line);
  border-radius: 6px;
  cursor: pointer;
}
button:hover { background: var(--hover); border-color: var(--line-strong); }
.primary { color: #ffffff; background: var(--accent); border-color: transparent; }
.primary:hover { background: var(--accent-hover); border-color: transparent; }
.later { margin-inline-start: auto; color: var(--accent-text); border-color: transparent; }
.later:hover { border-color: transparent; }
button:focus-visible { outline: 2px solid var(--accent-text); outline-offset: 2px; }
@media (prefers-contrast: more) {
  .hoist-prompt { --line: var(--line-strong); --soft: var(--ink); }
}
@media (prefers-reduced-motion: no-preference) {
  .hoist-prompt { animation: rise 160ms ease-out; }
  @keyframes rise { from { opacity: 0; transform: translateY(8px); } }
}
@media (forced-colors: active) {
  .hoist-prompt, button { border-color: CanvasText; }
}
`;
