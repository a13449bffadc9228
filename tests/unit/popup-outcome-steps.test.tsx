// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { activationStates } from '../../src/domain/activation.ts';
import type { EffectState } from '../../src/domain/effect.ts';
import { OutcomeStepper } from '../../src/popup/outcome-stepper.tsx';
import { outcomeSteps } from '../../src/popup/outcome-steps.ts';
import { activation, createTestPage, eligibility, noon } from './ui-harness.tsx';

afterEach(cleanup);

const owner = eligibility('Owner');
type Members = Parameters<typeof activation>[1];

const marks = { done: '✓', now: '●', ahead: '○', stopped: '✗', unclear: '?' } as const;
/** "send✓ activate● effect○" */
const way = (members: Members) =>
  outcomeSteps(activation(owner, members))
    .map(({ name, state }) => name + marks[state])
    .join(' ');
const effect = (state: EffectState) => ({ state, since: noon });
const owed = { about: 'mfa' } as const;
const given = { ...owed, given: { by: 'person', at: noon } } as const;

describe('the steps of a request', () => {
  it.each<[Members, string]>([
    [{ state: 'recorded' }, 'send● activate○ effect○'],
    [{ state: 'recorded', proof: owed }, 'verify● send○ activate○ effect○'],
    [{ state: 'proofNeeded', proof: owed }, 'verify● send○ activate○ effect○'],
    [{ state: 'recorded', proof: given }, 'verify✓ send● activate○ effect○'],
    [{ state: 'sending' }, 'send● activate○ effect○'],
    [{ state: 'looking', proof: given }, 'verify✓ send● activate○ effect○'],
    [{ state: 'following' }, 'send✓ activate● effect○'],
    [{ state: 'waitingForApproval', neededApproval: true }, 'send✓ approval● activate○ effect○'],
    [{ state: 'following', neededApproval: true }, 'send✓ approval✓ activate● effect○'],
    [{ state: 'scheduled' }, 'send✓ start● activate○ effect○'],
    [{ state: 'active', effect: effect('waiting') }, 'send✓ activate✓ effect●'],
    [
      { state: 'active', effect: effect('inEffect'), neededApproval: true },
      'send✓ approval✓ activate✓ effect✓',
    ],
    [{ state: 'active', effect: effect('cannotTell') }, 'send✓ activate✓ effect?'],
    [{ state: 'active', effect: effect('notSeen') }, 'send✓ activate✓ effect?'],
    [{ state: 'active' }, 'send✓ activate✓ effect?'],
    [{ state: 'unknown' }, 'send? activate○ effect○'],
    [{ state: 'failed' }, 'send✗ activate○ effect○'],
    [{ state: 'failed', proof: owed }, 'verify✗ send○ activate○ effect○'],
    [
      { state: 'failed', proof: given, failure: { kind: 'proofNotAccepted' } },
      'verify✗ send○ activate○ effect○',
    ],
    [
      { state: 'failed', requestId: 'r', neededApproval: true, failure: { kind: 'denied' } },
      'send✓ approval✗ activate○ effect○',
    ],
    [{ state: 'failed', requestId: 'r', failure: { kind: 'provisioningFailed' } }, 'send✓ activate✗ effect○'],
  ])('%j: %s', (members, expected) => {
    expect(way(members)).toBe(expected);
  });

  it('are none where the role was active before', () => {
    expect(outcomeSteps(activation(owner, { state: 'active', already: true }))).toEqual([]);
  });

  it('have exactly one place where the request is, until it is in effect', () => {
    for (const state of activationStates) {
      const places = outcomeSteps(activation(owner, { state })).filter(
        (step) => step.state !== 'done' && step.state !== 'ahead',
      );
      expect(places, state).toHaveLength(1);
    }
  });
});

describe('the stepper', () => {
  const show = (members: Members) => {
    const test = createTestPage();
    render(<OutcomeStepper steps={outcomeSteps(activation(owner, members))} />, { wrapper: test.Page });
    return [...document.querySelectorAll('[data-step]')].map(({ textContent }) => textContent);
  };

  it('never says the next step early', () => {
    expect(show({ state: 'following', neededApproval: true })).toEqual([
      'Sent (done)',
      'Approved (done)',
      'Activate (now)',
      'Effect (still to come)',
    ]);
    expect(document.querySelector('[aria-current="step"]')?.textContent).toContain('Activate');
  });

  it('says what is done when it is done, and that nobody can tell where nobody can', () => {
    expect(show({ state: 'active', effect: effect('inEffect') })).toEqual([
      'Sent (done)',
      'Active (done)',
      'In effect (done)',
    ]);
    cleanup();
    expect(show({ state: 'unknown' })[0]).toBe('?Send (not known)');
    expect(screen.getByTestId('steps').getAttribute('aria-label')).toBe('Steps of this request');
  });
});
