import { useRef, useState } from 'preact/hooks';
import { useServices } from './services.ts';

type Outcome = 'copied' | 'failed';

/**
 * Copies a text, and tells what came of that. An outcome belongs to the text that was copied: of another one, which
 * has taken its place since, nothing is said.
 *
 * @param onClosed the clipboard may be closed by policy: makes the text easy to take another way
 */
export function useCopy(
  text: string,
  onClosed?: () => void,
): { outcome: Outcome | undefined; copy: () => void } {
  const { copyText } = useServices();
  const [last, setLast] = useState<{ of: string; outcome: Outcome }>();
  const shown = useRef(text);
  shown.current = text;

  async function copy(): Promise<void> {
    try {
      await copyText(text);
      setLast({ of: text, outcome: 'copied' });
    } catch {
      if (shown.current === text) onClosed?.();
      setLast({ of: text, outcome: 'failed' });
    }
  }

  return { outcome: last?.of === text ? last.outcome : undefined, copy: () => void copy() };
}
