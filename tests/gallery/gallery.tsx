import { useEffect, useRef, useState } from 'preact/hooks';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';
import './gallery.css';

const schemes = ['light', 'dark'] as const;
type Scheme = (typeof schemes)[number];

/** Every scene, light and dark side by side, each in a page of its own. */
export function Gallery() {
  const [wanted, setWanted] = useState('');
  const shown = scenes.filter(({ id, title }) =>
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
        <ul>
          {shown.map(({ id }) => (
            <li key={id}>
              <a class="gallery-link" href={`#${id}`}>
                {id}
              </a>
            </li>
          ))}
        </ul>
        <p class="gallery-hint">
          Forced colours, more contrast and reduced motion: emulate them in the developer tools, under
          Rendering.
        </p>
      </nav>
      <main class="gallery-scenes">
        {shown.map((scene) => (
          <section key={scene.id} id={scene.id} class="gallery-scene">
            <h2 class="gallery-title">
              {scene.title} <code>{scene.id}</code>
            </h2>
            <div class="gallery-pair">
              {schemes.map((scheme) => (
                <Frame key={scheme} scene={scene} scheme={scheme} />
              ))}
            </div>
          </section>
        ))}
      </main>
    </div>
  );
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
      width={size.width}
      height={height}
      loading="lazy"
    />
  );
}
