/** A refusal for want of a permission carries the link on which an administrator grants it. */
import { FailureError } from '../domain/failure.ts';
import type { HttpClient } from './client.ts';

/** @param consentUrl the link for the registration and tenant in use */
export function withConsentLink(http: HttpClient, consentUrl: () => Promise<string>): HttpClient {
  return {
    ...http,
    as: (account) => withConsentLink(http.as(account), consentUrl),
    async request(asked) {
      try {
        return await http.request(asked);
      } catch (thrown) {
        if (!(thrown instanceof FailureError) || thrown.failure.kind !== 'permissionMissing') throw thrown;
        const { failure } = thrown;
        const facts = { ...failure.facts, consentUrl: await consentUrl() };
        throw new FailureError({ ...failure, facts }, { cause: thrown });
      }
    },
  };
}
