import { html } from 'hono/html';

export type Html = ReturnType<typeof html>;

const style = `
  :root { color-scheme: light; font-family: "Segoe UI", system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #e9eef5; color: #1b1a19; }
  main { box-sizing: border-box; width: min(440px, 100vw); padding: 36px 40px; background: #fff; box-shadow: 0 2px 8px #0003; }
  header { font-weight: 600; color: #4b5563; margin-bottom: 20px; }
  h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 12px; }
  p { line-height: 1.4; overflow-wrap: anywhere; }
  label { display: block; margin: 12px 0 4px; }
  input[type=text], input[type=password] { box-sizing: border-box; width: 100%; padding: 8px; font: inherit; border: 1px solid #605e5c; }
  ul { list-style: none; margin: 0; padding: 0; }
  .account { display: block; width: 100%; text-align: left; padding: 12px 8px; font: inherit; background: none; border: 0; border-bottom: 1px solid #e1dfdd; cursor: pointer; }
  .account:hover, .account:focus-visible { background: #f3f2f1; }
  .account small { display: block; color: #4b5563; }
  .buttons { display: flex; justify-content: flex-end; gap: 8px; margin-top: 20px; }
  .buttons button { min-width: 100px; padding: 8px 12px; font: inherit; border: 1px solid #8a8886; background: #fff; cursor: pointer; }
  .buttons button.main { background: #0f5ea8; border-color: #0f5ea8; color: #fff; }
  .alert { color: #a4262c; }
  dl { font-size: .85rem; color: #4b5563; overflow-wrap: anywhere; }
  dd { margin: 0 0 6px; }
  footer { margin-top: 28px; padding-top: 12px; border-top: 1px solid #e1dfdd; font-size: .8rem; color: #4b5563; }
`;

/** The frame around every page of the token service; it says on each that it is not Microsoft's. */
export function layout(page: string, title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · embedded cloud</title>
        <style>
          ${style}
        </style>
      </head>
      <body data-page="${page}">
        <main>
          <header>Embedded cloud</header>
          <h1>${title}</h1>
          ${body}
          <footer>
            This is a test double of a sign-in service, run on this computer. Never type a real password here.
          </footer>
        </main>
      </body>
    </html>`;
}
