import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PimError } from '../pim/errors.ts';

/** Refusals of the Resource Manager in front of PIM. */
export const armRefusal = {
  missingApiVersion: () =>
    new PimError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    ),
  invalidApiVersion: (version: string, supported: readonly string[]) =>
    new PimError(
      400,
      'InvalidApiVersionParameter',
      `The api-version '${version}' is invalid. The supported versions are '${supported.join(',')}'.`,
    ),
  unsupportedApiVersion: (version: string, type: string, supported: readonly string[]) =>
    new PimError(
      400,
      'NoRegisteredProviderFound',
      `No registered resource provider found for location '' and API version '${version}' for type '${type}'. ` +
        `The supported api-versions are '${supported.join(', ')}'.`,
    ),
  notFound: (what: string) => new PimError(404, 'NotFound', `${what} was not found.`),
  subscriptionNotFound: (id: string) =>
    new PimError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`),
  roleDefinitionNotFound: (id: string) =>
    new PimError(
      404,
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${id}' does not exist.`,
    ),
  invalidResourceType: (type: string) =>
    new PimError(
      404,
      'InvalidResourceType',
      `The resource type '${type}' could not be found in this namespace.`,
    ),
  invalidContent: (why: string) =>
    new PimError(
      400,
      'InvalidRequestContent',
      `The request content was invalid and could not be deserialized: '${why}'.`,
    ),
  unsupportedMediaType: (type: string) =>
    new PimError(
      415,
      'UnsupportedMediaType',
      `The content media type '${type}' is not supported. Only 'application/json' is supported.`,
    ),
  mandatoryMfa: () =>
    new PimError(
      403,
      'RequestDisallowedByAzure',
      'Resource was disallowed by Azure: write requests without authenticating through MFA are not allowed.',
    ),
};

/** ARM's envelope (pim-api.md F.1); anything that is no refusal is thrown on. */
export function errorResponse(c: Context, error: Error): Response {
  if (!(error instanceof PimError)) throw error;
  const { status, code, message } = error;
  return c.json({ error: { code, message } }, status as ContentfulStatusCode);
}
