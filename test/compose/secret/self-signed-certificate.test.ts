import { createPrivateKey, X509Certificate } from 'node:crypto';
import { selfSignedCertificate } from '../../../src/compose/secret/self-signed-certificate';

test.each(['größe', 'a'.repeat(64)])('a certificate for %s is signed by its own key, and does not expire', name => {
  const pem = selfSignedCertificate(name);
  const certificate = new X509Certificate(pem);
  expect(certificate.checkPrivateKey(createPrivateKey(pem))).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect([certificate.ca, certificate.subject, certificate.validTo]).toEqual([
    true,
    `CN=${name}`,
    'Dec 31 23:59:59 9999 GMT',
  ]);
});

test('each one is new', () => {
  const [one, other] = [1, 2].map(() => new X509Certificate(selfSignedCertificate('team')));
  expect(one.serialNumber).not.toBe(other.serialNumber);
  expect(one.verify(other.publicKey)).toBe(false);
});
