import { describe, expect, it } from 'vitest';
import { showsAnotherTenant } from '../../src/domain/portal-tenant.ts';

const contoso = 'c0570500-1d4f-4e7a-9a3b-5b0a7c1e2d01';
const fabrikam = 'fab21ca0-7c2e-4b15-8d90-3e1f6a4b5c02';
const ada = { tenantId: contoso, homeAccountId: `ada.${contoso}`, username: 'ada@contoso.com' };
/** At home in Fabrikam, at work in Contoso. */
const guest = { tenantId: contoso, homeAccountId: `bea.${fabrikam}`, username: 'Bea@Fabrikam.com' };

describe('another tenant’s tab', () => {
  it.each([
    `https://portal.azure.com/${fabrikam}`,
    `https://portal.azure.com/${fabrikam.toUpperCase()}/#home`,
    `https://portal.azure.com/@${fabrikam}#/`,
    `https://portal.azure.com/#@${fabrikam}/resource/subscriptions/x/overview`,
    `https://ms.portal.azure.com/#@${fabrikam}`,
    `https://entra.microsoft.com/${fabrikam}/#view/Microsoft_AAD_IAM/UsersManagementMenuBlade`,
    `https://intune.microsoft.com/${fabrikam}`,
    `https://security.microsoft.com/incidents?tid=${fabrikam}`,
    `https://purview.microsoft.com/?tid=${fabrikam}&x=y`,
  ])('is known by its id: %s', (url) => expect(showsAnotherTenant(url, ada)).toBe(true));

  it.each([
    'https://portal.azure.com/',
    'https://portal.azure.com/#home',
    'https://portal.azure.com/#@/resource/subscriptions/x',
    `https://portal.azure.com/#@${contoso}/resource/x`,
    `https://portal.azure.com/${contoso.toUpperCase()}`,
    `https://security.microsoft.com/?tid=${contoso}`,
    // Which tenant's these domains are is not known.
    'https://portal.azure.com/#@contoso.com/resource/x',
    'https://portal.azure.com/#@contoso.onmicrosoft.com',
    'https://entra.microsoft.com/fabrikam.onmicrosoft.com',
    'https://admin.cloud.microsoft/?delegatedOrg=fabrikam.com',
    // Ids that stand elsewhere name something else: a partner organisation, an object, a subscription.
    `https://entra.microsoft.com/#view/Microsoft_AAD_IAM/Organization.ReactView/tenantId/${fabrikam}`,
    `https://portal.azure.com/#@${contoso}/resource/subscriptions/${fabrikam}`,
    // Both named: it does not tell.
    `https://portal.azure.com/${fabrikam}#@${contoso}/x`,
    'https://portal.azure.com/common/#home',
    'not an address',
    '',
  ])('is not seen in %s', (url) => expect(showsAnotherTenant(url, ada)).toBe(false));

  it('is known by the domain of a guest’s home', () => {
    expect(showsAnotherTenant('https://portal.azure.com/#@fabrikam.com/resource/x', guest)).toBe(true);
    expect(showsAnotherTenant('https://admin.cloud.microsoft/?delegatedOrg=FABRIKAM.com', guest)).toBe(true);
    expect(showsAnotherTenant(`https://portal.azure.com/${contoso}#@fabrikam.com`, guest)).toBe(false);
    const named = { ...guest, username: 'bea_fabrikam.com#EXT#@contoso.com' };
    expect(showsAnotherTenant('https://portal.azure.com/#@contoso.com', named)).toBe(false);
  });
});
