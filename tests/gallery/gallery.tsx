import { useEffect, useRef, useState } from 'preact/hooks';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';
import { sections } from './sections.ts';
import './gallery.css';

const schemes = ['light', 'dark'] as const;
type Scheme = (typeof schemes)[number];

/** The scene that the address names, light and dark side by side, each in a page of its own; and the way to the others. */
export function Gallery() {
  const [wanted, setWanted] = useState('');
  const chosen = useHash();
  const scene = scenes.find(({ id }) => id === chosen) ?? scenes[0]!;
  const listed = scenes.filter(({ id, title }) =>
    `${id} ${title}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  return (
    <div class="gallery">
      <nav class="gallery-nav" aria-label="Scenes">
        <h1 class="gallery-name">Gallery</h1>
        <input
          class="gallery-filter"
          type="search"
          placeholder="Filter"
          aria-label="Filter the scenes"
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        {Object.entries(sections).map(([section, heading]) => {
          const members = listed.filter(({ id }) => id.startsWith(`${section}/`));
          if (members.length === 0) return null;
          return (
            <section key={section} aria-label={heading}>
              <h2 class="gallery-section">{heading}</h2>
              <ul>
                {members.map(({ id }) => (
                  <li key={id}>
                    <a
                      class="gallery-link"
                      href={`#${id}`}
                      aria-current={id === scene.id ? 'page' : undefined}
                    >
                      {id.slice(section.length + 1)}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        <p class="gallery-hint">
          Forced colours, more contrast and less motion: emulate them in the developer tools, under Rendering.
        </p>
      </nav>
      <main class="gallery-scene">
        <h2 class="gallery-title">{scene.title}</h2>
        <div class="gallery-pair">
          {schemes.map((scheme) => (
            <Frame key={`${scene.id} ${scheme}`} scene={scene} scheme={scheme} />
          ))}
        </div>
      </main>
    </div>
  );
}

/** What stands after the `#` of the address. */
function useHash(): string {
  const [hash, setHash] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const follow = () => setHash(location.hash.slice(1));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return hash;
}

/** Grows to what the scene holds where the scene does not say how high it is. */
function Frame({ scene: { id, title, size }, scheme }: { scene: Scene; scheme: Scheme }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(size.height ?? 200);
  useEffect(() => {
    if (size.height !== undefined) return;
    const watching = new ResizeObserver(([entry]) => setHeight(Math.ceil(entry!.contentRect.height)));
    const follow = () => {
      watching.disconnect();
      const root = frame.current?.contentDocument?.getElementById('app');
      if (root) watching.observe(root);
    };
    frame.current?.addEventListener('load', follow);
    return () => watching.disconnect();
  }, [size.height]);
  return (
    <iframe
      ref={frame}
      class="gallery-frame"
      title={`${title}, ${scheme}`}
      src={`scene.html?scene=${id}&scheme=${scheme}`}
      // What asks for the person's preference within has it from here.
      style={{ colorScheme: scheme }}
      width={size.width}
      height={height}
    />
  );
}
