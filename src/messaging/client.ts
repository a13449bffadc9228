/** How a page or the portal prompt asks the worker for something. */
import { FailureError } from '../domain/failure.ts';
import type { Answer, CommandArguments, CommandName, CommandResults, Envelope } from './contract.ts';

/** `browser.runtime.sendMessage`, or what stands for it in a test. */
export type SendMessage = (message: unknown) => Promise<unknown>;

/**
 * A message can reach a worker that is just being stopped, and then nobody answers. It is sent once more: every
 * command of a page is recorded once however often it comes.
 *
 * @param patience resolves when an answer is overdue
 */
export function createSecondTry(send: SendMessage, patience: () => Promise<void>): SendMessage {
  return async (message) => {
    const first = send(message);
    const isLost = await Promise.race([
      first.then(
        (answer) => answer === undefined,
        () => true,
      ),
      patience().then(() => true),
    ]);
    return isLost ? send(message) : first;
  };
}

export interface CommandClient {
  /** Resolves when the worker has recorded the command. @throws FailureError when it refused it. */
  send<N extends CommandName>(command: N, args: CommandArguments<N>): Promise<CommandResults[N]>;
}

export function createCommandClient(sendMessage: SendMessage): CommandClient {
  return {
    async send<N extends CommandName>(command: N, args: CommandArguments<N>) {
      const answer = (await sendMessage({ command, args } satisfies Envelope)) as
        | Answer<CommandResults[N]>
        | undefined;
      if (!answer) throw new FailureError({ kind: 'internal', message: `No answer to ${command}` });
      if (!answer.ok) throw new FailureError(answer.failure);
      return answer.result;
    },
  };
}
