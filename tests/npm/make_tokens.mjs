// Prints tokens and the key set they are verified with, made by jose and not by us:
//   node make_tokens.mjs ISSUER AUDIENCE SECONDS
// SECONDS is `iat`; every token lives five minutes. The keys are made for this run and opened nothing.
import * as jose from 'jose';
import { randomUUID } from 'node:crypto';

const [issuer, audience, seconds] = process.argv.slice(2);
const iat = Number(seconds);

const claims = () => ({ iss: issuer, aud: audience, iat, exp: iat + 300, jti: randomUUID() });
const sign = (key, header, payload = claims()) =>
  new jose.SignJWT(payload).setProtectedHeader({ typ: 'JWT', ...header }).sign(key);

const pairs = {
  ES384: await jose.generateKeyPair('ES384', { extractable: true }),
  RS384: await jose.generateKeyPair('RS384', { extractable: true }),
  ES256: await jose.generateKeyPair('ES256', { extractable: true }),
};
const keys = [];
for (const [alg, { publicKey }] of Object.entries(pairs))
  keys.push({ ...(await jose.exportJWK(publicKey)), kid: alg, alg, use: 'sig' });

// The RSA key once more, as a key for other RSA algorithms.
const rsa = await jose.exportPKCS8(pairs.RS384.privateKey);
const pem = new TextEncoder().encode(await jose.exportSPKI(pairs.RS384.publicKey));
const other = await jose.generateKeyPair('ES384');

const tokens = {
  ES384: await sign(pairs.ES384.privateKey, { alg: 'ES384', kid: 'ES384' }),
  RS384: await sign(pairs.RS384.privateKey, { alg: 'RS384', kid: 'RS384' }),
  // As the CDS Hooks sandbox makes them.
  sandbox: await sign(pairs.ES384.privateKey, { alg: 'ES384', kid: 'ES384', jku: `${issuer}/.well-known/jwks.json` }),
  audiences: await sign(pairs.ES384.privateKey, { alg: 'ES384', kid: 'ES384' },
    { ...claims(), aud: ['https://other.example/cds-services', audience] }),
  'ES256 key': await sign(pairs.ES256.privateKey, { alg: 'ES256', kid: 'ES256' }),
  'RS256 under RS384 key': await sign(await jose.importPKCS8(rsa, 'RS256'), { alg: 'RS256', kid: 'RS384' }),
  'PS384 under RS384 key': await sign(await jose.importPKCS8(rsa, 'PS384'), { alg: 'PS384', kid: 'RS384' }),
  'RS512 under RS384 key': await sign(await jose.importPKCS8(rsa, 'RS512'), { alg: 'RS512', kid: 'RS384' }),
  'HS384 with the public PEM': await sign(pem, { alg: 'HS384', kid: 'RS384' }),
  'other key, same kid': await sign(other.privateKey, { alg: 'ES384', kid: 'ES384' }),
  none: new jose.UnsecuredJWT(claims()).encode(),
};

console.log(JSON.stringify({ jwks: { keys }, tokens }));
