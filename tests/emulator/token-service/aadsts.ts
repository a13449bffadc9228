import { aadstsForms } from './aadsts-forms.ts';

/** At the token endpoint these take another OAuth error than on a redirect (pim-api.md G, "AADSTS to emulate"). */
const atToken: Readonly<Record<number, string>> = {
  50076: 'invalid_grant',
  50079: 'invalid_grant',
  65001: 'invalid_grant',
};

/** What the sentence of a refusal may speak of. */
export type Details = Readonly<Record<string, string | undefined>>;

/** Thrown inside the token service, answered at its edge as a page, a redirect or JSON. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  readonly error: string;
  readonly tokenError: string;
  readonly suberror: string | undefined;
  readonly subcode: string | undefined;
  readonly at: 'page' | 'redirect';
  readonly status: number;
  readonly early: boolean;
  /** The `claims` that Entra sends along, as JSON text. */
  readonly claims: string | undefined;

  constructor(code: number, details: Details = {}, claims?: string) {
    const form = aadstsForms[code];
    if (!form) throw new Error(`AADSTS${code} is not in the catalogue of the embedded token service`);
    super(form.sentence.replace(/\{(\w+)\}/g, (_, name: string) => details[name] ?? ''));
    this.code = code;
    this.error = form.error;
    this.tokenError = atToken[code] ?? form.error;
    this.suberror = form.suberror;
    this.subcode = form.subcode;
    this.at = form.at;
    this.status = form.status ?? 400;
    this.early = form.early ?? false;
    this.claims = claims;
  }
}
