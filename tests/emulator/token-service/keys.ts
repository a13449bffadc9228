import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

/** The signing key of the token service and the key set it publishes. */
export interface SigningKeys {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

/** Makes the key when it is first needed; making one takes a good part of a second. */
export function createKeys(kid: string): () => Promise<SigningKeys> {
  let keys: Promise<SigningKeys> | undefined;
  const make = async (): Promise<SigningKeys> => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    return { kid, privateKey, publicKey, jwk: { ...jwk, kid, use: 'sig', alg: 'RS256' } };
  };
  return () => (keys ??= make());
}
