import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from './button.tsx';
import { checkIcon, copyIcon } from './icons.ts';
import { useServices } from './services.ts';
import { useCopy } from './use-copy.ts';
import './code-block.css';

interface Props {
  /** What the block is, for a screen reader. */
  label: string;
  text: string;
  /** What chooses the text, beside the button that copies it. */
  children?: ComponentChildren;
  /** The text is what a tab shows. */
  panel?: { readonly id: string; readonly labelledBy: string } | undefined;
}

/** Several lines to copy and run elsewhere; scrolls by keyboard too. */
export function CodeBlock({ label, text, children, panel }: Props) {
  const { t } = useServices();
  const block = useRef<HTMLPreElement>(null);
  const { outcome, copy } = useCopy(text, () => {
    if (block.current) getSelection()?.selectAllChildren(block.current);
  });

  return (
    <div class="code-block">
      <div class="code-block-bar">
        {children}
        <Button size="small" icon={outcome === 'copied' ? checkIcon : copyIcon} onClick={copy}>
          {outcome === 'copied' ? t('uiCopied') : t('uiCopy')}
        </Button>
      </div>
      <pre
        ref={block}
        class="code-block-text"
        tabIndex={0}
        {...(panel
          ? { role: 'tabpanel', id: panel.id, 'aria-labelledby': panel.labelledBy, 'aria-description': label }
          : { role: 'region', 'aria-label': label })}
      >
        {text}
      </pre>
      <p class="visually-hidden" role="status">
        {outcome === 'copied' ? t('uiCopied') : ''}
      </p>
      {outcome === 'failed' && (
        <p class="field-error" role="alert">
          {t('uiCopyFailed')}
        </p>
      )}
    </div>
  );
}
