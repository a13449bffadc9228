import type { ComponentChildren } from 'preact';

/** The page around samples. */
export function SamplePage({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <main class="samples">
      <h1 class="visually-hidden">{title}</h1>
      {children}
    </main>
  );
}

/** Samples in a row under the name of what they show. */
export function Samples({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="samples-group">
      <h2 class="samples-title">{title}</h2>
      <div class="samples-row">{children}</div>
    </section>
  );
}

/** Samples that take the whole width, one under the other. */
export function Stack({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="samples-group">
      <h2 class="samples-title">{title}</h2>
      {children}
    </section>
  );
}
