/** The tokens themselves: colours, type, space, and what lies above the page. */
import tokens from '../../../src/ui/tokens.css?raw';
import { SamplePage, Samples } from '../samples.tsx';
import type { Scene } from '../scene.ts';

/** Names of the tokens that begin so, in their own order, each once. */
function named(prefix: string): string[] {
  return [...new Set([...tokens.matchAll(/^\s+(--[\w-]+):/gm)].map((match) => match[1]!))].filter((name) =>
    name.startsWith(`--${prefix}-`),
  );
}

const size = { width: 720 } as const;

export const tokenScenes: readonly Scene[] = [
  {
    id: 'tokens/colours',
    title: 'Colours',
    size,
    draw: () => (
      <SamplePage title="Colours">
        <div class="swatches">
          {named('colour').map((name) => (
            <div key={name} class="swatch">
              <span class="swatch-colour" style={{ background: `var(${name})` }} />
              <span>{name.slice('--colour-'.length)}</span>
            </div>
          ))}
        </div>
      </SamplePage>
    ),
  },
  {
    id: 'tokens/type',
    title: 'Type',
    size,
    draw: () => (
      <SamplePage title="Type">
        {named('text').map((name) => (
          <Samples key={name} title={name}>
            <p style={{ font: `var(${name}) var(--font)` }}>Owner on management group IT, until 17:00</p>
          </Samples>
        ))}
        <Samples title="--font-mono">
          <code>8e3af657-a8ff-443c-a75c-2fe8c4bcb635</code>
        </Samples>
      </SamplePage>
    ),
  },
  {
    id: 'tokens/space',
    title: 'Space, corners and shadows',
    size,
    draw: () => (
      <SamplePage title="Space">
        <Samples title="space">
          {named('space').map((name) => (
            <span
              key={name}
              title={name}
              style={{ width: `var(${name})`, height: 24, background: 'var(--colour-accent)' }}
            />
          ))}
        </Samples>
        <Samples title="radius">
          {named('radius').map((name) => (
            <span
              key={name}
              title={name}
              style={{
                width: 56,
                height: 40,
                border: '1px solid var(--colour-line-strong)',
                borderRadius: `var(${name})`,
              }}
            />
          ))}
        </Samples>
        <Samples title="shadow">
          {named('shadow').map((name) => (
            <span
              key={name}
              title={name}
              style={{
                width: 96,
                height: 56,
                borderRadius: 'var(--radius-lg)',
                background: 'var(--colour-raised)',
                boxShadow: `var(${name})`,
              }}
            />
          ))}
        </Samples>
      </SamplePage>
    ),
  },
];
