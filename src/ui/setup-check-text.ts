/** What a line of the check says, by what it asked. */
import type { CheckLine, LineState, SetupQuestion } from '../domain/setup-check.ts';
import { failureText } from '../platform/failure-text.ts';
import type { MessageKey, Texts } from '../platform/i18n.ts';

export const questionTitles: Record<SetupQuestion, MessageKey> = {
  clientId: 'setupQuestion_clientId',
  tenant: 'setupQuestion_tenant',
  redirectUri: 'setupQuestion_redirectUri',
  signIn: 'setupQuestion_signIn',
  graph: 'setupQuestion_graph',
  azure: 'setupQuestion_azure',
};

const missingTexts: { readonly [K in SetupQuestion]?: MessageKey } = {
  clientId: 'setupMissing_clientId',
  signIn: 'setupMissing_signIn',
};

export type LineKind = 'question' | 'permission' | 'optional';

/** The state in one word. */
export function stateText(state: LineState, kind: LineKind, { t }: Pick<Texts, 't'>): string {
  if (kind !== 'question' && state === 'ok') return t('setupState_granted');
  if (kind === 'optional' && state === 'missing') return t('setupState_optional');
  return t(`setupState_${state}`);
}

/** One sentence on what is wrong with a question's answer. */
export function problemText(question: SetupQuestion, line: CheckLine, texts: Texts): string | undefined {
  if (line.failure) return failureText(line.failure, 'signIn', texts).what;
  const missing = missingTexts[question];
  return line.state === 'missing' && missing ? texts.t(missing) : undefined;
}
