import { html } from 'hono/html';
import type { Person } from '../types.ts';
import type { Missing } from './consent.ts';
import { type Html, layout } from './layout.ts';

/** Everything on these pages is reached by `data-testid`; the ids are part of the contract with tests. */
const form = (flowId: string, step: string, body: Html): Html =>
  html`<form method="post" action="/flow/${flowId}/${step}" data-testid="${step}-form">${body}</form>`;

const anotherAccount = (flowId: string): Html =>
  form(
    flowId,
    'another',
    html`<div class="buttons"><button data-testid="another-account">Use another account</button></div>`,
  );

/** The account picker: who is signed in, everybody else, and a field for a name. */
export function accountPage(options: {
  flowId: string;
  app: string;
  people: readonly Person[];
  signedIn: ReadonlySet<string>;
  hint: string;
  unknown: string | undefined;
}): Html {
  const { flowId, app, people, signedIn, hint, unknown } = options;
  const option = (person: Person): Html =>
    html`<li>
      <button
        class="account"
        name="account"
        value="${person.id}"
        data-testid="account-option"
        data-upn="${person.userPrincipalName}"
      >
        ${person.displayName}<small
          >${person.userPrincipalName} · ${signedIn.has(person.id) ? 'Signed in' : 'Signed out'}</small
        >
      </button>
    </li>`;
  return layout(
    'account',
    'Pick an account',
    html`<p>to continue to <strong>${app}</strong></p>
      ${unknown === undefined ? '' : html`<p class="alert" role="alert" data-testid="account-alert">There is no account “${unknown}” in this cloud.</p>`}
      ${form(
        flowId,
        'account',
        html`<ul>
          ${people.map(option)}
        </ul>`,
      )}
      ${form(
        flowId,
        'username',
        html`<label for="username">Use another account</label>
          <input
            id="username"
            name="username"
            type="text"
            autocomplete="username"
            value="${hint}"
            data-testid="username-input"
          />
          <div class="buttons"><button class="main" data-testid="next">Next</button></div>`,
      )}`,
  );
}

/** @param options.prefill typed in already where any password will do. */
export function passwordPage(options: {
  flowId: string;
  person: Person;
  prefill: string;
  wrong: boolean;
}): Html {
  const { flowId, person, prefill, wrong } = options;
  return layout(
    'password',
    'Enter password',
    html`<p data-testid="person">${person.userPrincipalName}</p>
      ${wrong ? html`<p class="alert" role="alert" data-testid="password-alert">Your account or password is incorrect. (AADSTS50126)</p>` : ''}
      ${form(
        flowId,
        'password',
        html`<label for="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="off"
            value="${prefill}"
            data-testid="password-input"
          />
          <div class="buttons"><button class="main" data-testid="sign-in">Sign in</button></div>`,
      )}
      ${anotherAccount(flowId)}`,
  );
}

/** Multi-factor authentication: one button stands for the phone. */
export function mfaPage(options: { flowId: string; person: Person; denied: boolean }): Html {
  const { flowId, person, denied } = options;
  return layout(
    'mfa',
    'Approve sign in request',
    html`<p data-testid="person">${person.userPrincipalName}</p>
      <p>Your organisation asks for more proof that it is you.</p>
      ${denied ? html`<p class="alert" role="alert" data-testid="mfa-alert">The request was denied.</p>` : ''}
      ${form(
        flowId,
        'mfa',
        html`<div class="buttons">
          <button name="answer" value="deny" data-testid="mfa-deny">Deny</button>
          <button class="main" name="answer" value="approve" data-testid="mfa-approve">Approve</button>
        </div>`,
      )}
      ${anotherAccount(flowId)}`,
  );
}

/** A proof for one authentication context alone, such as a security key. */
export function contextPage(options: {
  flowId: string;
  person: Person;
  context: string;
  denied: boolean;
}): Html {
  const { flowId, person, context, denied } = options;
  return layout(
    'context',
    'Confirm with your security key',
    html`<p data-testid="person">${person.userPrincipalName}</p>
      <p>
        The authentication context <strong data-testid="context">${context}</strong> asks for a proof of its
        own.
      </p>
      ${denied ? html`<p class="alert" role="alert" data-testid="context-alert">The proof was not given.</p>` : ''}
      ${form(
        flowId,
        'context',
        html`<input type="hidden" name="context" value="${context}" />
          <div class="buttons">
            <button name="answer" value="deny" data-testid="context-deny">Cancel</button>
            <button class="main" name="answer" value="approve" data-testid="context-approve">Confirm</button>
          </div>`,
      )}
      ${anotherAccount(flowId)}`,
  );
}

const permissionList = (list: readonly Missing[]): Html =>
  html`<ul data-testid="permissions">
    ${list.flatMap(({ resource, names }) => names.map((name) => html`<li>${resource.displayName}: <code>${name}</code></li>`))}
  </ul>`;

export function consentPage(options: {
  flowId: string;
  app: string;
  list: readonly Missing[];
  mayConsentForAll: boolean;
  adminNeeded: boolean;
}): Html {
  const { flowId, app, list, mayConsentForAll, adminNeeded } = options;
  const organisation = mayConsentForAll
    ? html`<label>
        <input
          type="checkbox"
          name="organisation"
          value="yes"
          ${adminNeeded ? 'checked' : ''}
          data-testid="consent-organisation"
        />
        Consent on behalf of your organisation
      </label>`
    : '';
  return layout(
    'consent',
    'Permissions requested',
    html`<p><strong>${app}</strong> would like to:</p>
      ${permissionList(list)}
      ${form(
        flowId,
        'consent',
        html`${organisation}
          <div class="buttons">
            <button name="answer" value="decline" data-testid="consent-decline">Cancel</button>
            <button class="main" name="answer" value="accept" data-testid="consent-accept">Accept</button>
          </div>`,
      )}`,
  );
}

/** "Need admin approval": the person cannot go on, except back to the app without consent. */
export function adminApprovalPage(options: { flowId: string; app: string; description: string }): Html {
  const { flowId, app, description } = options;
  return layout(
    'admin-approval',
    'Need admin approval',
    html`<p>${app} needs permission to access resources in your organisation that only an admin can grant.</p>
      <p data-testid="error-message">${description}</p>
      ${form(
        flowId,
        'consent',
        html`<div class="buttons">
          <button name="answer" value="decline" data-testid="return-without-consent">
            Return to the application without granting consent
          </button>
        </div>`,
      )}`,
  );
}

/** The end of a sign-in that Entra shows in its own window instead of telling the client. */
export function errorPage(options: {
  code: string;
  message: string;
  details: Readonly<Record<string, string>>;
}): Html {
  const { code, message, details } = options;
  return layout(
    'error',
    'Sign in',
    html`<p class="alert">Sorry, but we’re having trouble signing you in.</p>
      <p role="alert">
        <strong data-testid="error-code">${code}</strong>: <span data-testid="error-message">${message}</span>
      </p>
      <dl>
        ${Object.entries(details).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>`,
  );
}

export function signedOutPage(): Html {
  return layout(
    'signed-out',
    'You signed out',
    html`<p data-testid="signed-out">You may close this window.</p>`,
  );
}
