import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { bitsOfV4, bitsOfV6, textOfV4, textOfV6 } from './address-bits.ts';
import { createAddresses } from './addresses.ts';

const { v4, v6 } = createAddresses('a key of some length');
const addressV4 = fc.integer({ min: 0, max: 0xffffffff }).map((number) => textOfV4(number.toString(2).padStart(32, '0')));
const publicV4 = addressV4.filter((text) => !/^(?:0|10|100|127|169|172|192|22[4-9]|2[3-5]\d)\./.test(text));

function shared(a: string, b: string): number {
  const index = [...a].findIndex((bit, at) => bit !== b[at]);
  return index === -1 ? a.length : index;
}

test('what says a kind of address stays', () => {
  for (const address of ['127.0.0.1', '127.0.0.6', '0.0.0.0', '169.254.169.254', '255.255.255.0', '224.0.0.1']) assert.equal(v4(address), address);
  for (const address of ['::', '::1', 'fe80::1', 'ff02::1']) assert.equal(v6(address), address);
  assert.match(v4('10.203.1.69') ?? '', /^10\./);
  assert.match(v4('192.168.3.4') ?? '', /^192\.168\./);
  assert.match(v6('fd12:3456::1') ?? '', /^fd/);
  assert.equal(v6('::ffff:10.203.1.69'), `::ffff:${v4('10.203.1.69')}`);
});

test('what is no address is none', () => {
  for (const text of ['1.2.3', '1.2.3.256', '01.2.3.4', '1.2.3.4.5']) assert.equal(v4(text), undefined);
  for (const text of ['1:2:3', '1::2::3', 'g::1', '1:2:3:4:5:6:7:8:9', '::1.2.3.256']) assert.equal(v6(text), undefined);
});

test('addresses share as long a prefix afterwards as before', () => {
  const inNetwork = fc.tuple(fc.integer({ min: 0, max: 0xffffff }), fc.integer({ min: 0, max: 0xffffff }));
  fc.assert(
    fc.property(inNetwork, ([first, second]) => {
      const [a, b] = [first, second].map((number) => textOfV4((0x0a000000 + number).toString(2).padStart(32, '0')));
      assert.equal(shared(bitsOfV4(v4(a ?? '') ?? '') ?? '', bitsOfV4(v4(b ?? '') ?? '') ?? ''), shared(bitsOfV4(a ?? '') ?? '', bitsOfV4(b ?? '') ?? ''));
    }),
  );
  fc.assert(
    fc.property(publicV4, fc.integer({ min: 0, max: 255 }), (address, last) => {
      const other = address.replace(/\d+$/, `${last}`);
      assert.equal(v4(other)?.replace(/\d+$/, ''), v4(address)?.replace(/\d+$/, ''));
    }),
  );
});

test('no two addresses become one, and a public one stays public', () => {
  fc.assert(
    fc.property(publicV4, publicV4, (a, b) => {
      assert.equal(v4(a) === v4(b), a === b);
      assert.doesNotMatch(v4(a) ?? '', /^(?:0|10|127|169\.254|192\.168|22[4-9]|2[3-5]\d)\./);
    }),
  );
});

test('addresses are written as they are read', () => {
  fc.assert(fc.property(addressV4, (text) => assert.equal(textOfV4(bitsOfV4(text) ?? ''), text)));
  fc.assert(fc.property(fc.ipV6(), (text) => assert.equal(bitsOfV6(textOfV6(bitsOfV6(text) ?? '')), bitsOfV6(text))));
  for (const [long, short] of [
    ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:0:0:0:0:0:0', '1::'],
  ] as const)
    assert.equal(textOfV6(bitsOfV6(long) ?? ''), short);
});
