import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** Tags of ASN.1 (ITU-T X.690). */
const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const SEQUENCE = 0x30;
const SET = 0x31;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

const TRUE = der(BOOLEAN, Buffer.of(0xff));
const ECDSA_WITH_SHA256 = identifier('2a8648ce3d040302');
const COMMON_NAME = identifier('550403');
const BASIC_CONSTRAINTS = identifier('551d13');

/**
 * A new private key and a certificate that it has signed for itself, both in PEM. Whoever trusts the certificate alone
 * trusts nobody but the holders of the key. It does not expire (RFC 5280, 4.1.2.5).
 *
 * @param name the name in the certificate
 */
export function selfSignedCertificate(name: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(SEQUENCE, ECDSA_WITH_SHA256);
  const holder = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, Buffer.from(name)))));
  const isAuthority = der(SEQUENCE, BASIC_CONSTRAINTS, TRUE, der(OCTET_STRING, der(SEQUENCE, TRUE)));
  const certificate = der(
    SEQUENCE,
    der(VERSION, der(INTEGER, Buffer.of(2))),
    der(INTEGER, Buffer.concat([Buffer.of(1), randomBytes(15)])), // the serial number, which is positive
    algorithm,
    holder,
    der(SEQUENCE, der(UTC_TIME, Buffer.from('200101000000Z')), der(GENERALIZED_TIME, Buffer.from('99991231235959Z'))),
    holder,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(EXTENSIONS, der(SEQUENCE, isAuthority)),
  );
  const signed = der(
    SEQUENCE,
    certificate,
    algorithm,
    der(BIT_STRING, Buffer.of(0), sign('sha256', certificate, privateKey)),
  );
  const lines = signed.toString('base64').match(/.{1,64}/g)!;
  return [
    privateKey.export({ type: 'pkcs8', format: 'pem' }) + '-----BEGIN CERTIFICATE-----',
    ...lines,
    '-----END CERTIFICATE-----',
    '',
  ].join('\n');
}

/** One value, with its length in front (ITU-T X.690, 8.1.3). */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  const digits = length.subarray(length[0] === 0 ? 1 : 0);
  return Buffer.concat([Buffer.of(tag, ...(value.length < 0x80 ? [] : [0x80 + digits.length])), digits, value]);
}

function identifier(hex: string): Buffer {
  return der(OBJECT_IDENTIFIER, Buffer.from(hex, 'hex'));
}
