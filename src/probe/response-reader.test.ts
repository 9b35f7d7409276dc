import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createResponseReader, type Reading, readerLimits } from './response-reader.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Reads text in pieces of the given sizes, over and over. */
function readPieces(text: string, sizes: readonly number[] = [text.length || 1], method: 'GET' | 'HEAD' = 'GET', limits = readerLimits): Reading {
  const reader = createResponseReader(method, limits);
  const all = bytes(text);
  let reading: Reading = { state: 'open' };
  for (let at = 0, turn = 0; at < all.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    // What came behind the end came in pieces too, and only the piece with the end has it.
    reading = reader.push(all.subarray(at, at + size));
    at += size;
    if (reading.state !== 'open') break;
  }
  return reading;
}

const short = (reading: Reading): unknown =>
  reading.state === 'whole'
    ? [reading.answer.status, reading.answer.framing, reading.answer.bodyBytes, Buffer.from(reading.rest).toString('latin1')]
    : reading.state === 'open'
      ? 'open'
      : reading.why;

const head = 'HTTP/1.1 200 OK\r\n';

test('an answer is whole when its body is, and what follows is handed back', () => {
  const table: readonly (readonly [string, unknown])[] = [
    [`${head}Content-Length: 3\r\n\r\nok\n`, [200, 'length', 3, '']],
    [`${head}Content-Length: 0\r\n\r\nHTTP/1.1 408 `, [200, 'length', 0, 'HTTP/1.1 408 ']],
    [`${head}Content-Length: 3, 3\r\ncontent-length: 3\r\n\r\nok\n`, [200, 'length', 3, '']],
    [`${head}Transfer-Encoding: chunked\r\n\r\n3\r\nok\n\r\n0\r\n\r\n`, [200, 'chunked', 3, '']],
    ['HTTP/1.1 204 No Content\r\n\r\n', [204, 'none', 0, '']],
    ['HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n', [304, 'none', 0, '']],
    ['HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx', [200, 'length', 1, '']],
    ['HTTP/1.1 101 Switching Protocols\r\n\r\n', [101, 'none', 0, '']],
    ['HTTP/1.1 200\ncontent-length: 1\n\nx', [200, 'length', 1, '']],
  ];
  for (const [text, expected] of table) assert.deepEqual(short(readPieces(text)), expected, text);
});

test('the end of a chunked body is told by its framing, not by how it looks', () => {
  const looksLikeTheEnd = '0\r\n\r\n';
  const chunk = `a;name="x;y"\r\n${looksLikeTheEnd}${looksLikeTheEnd}\r\n`;
  const text = `${head}transfer-encoding: gzip, Chunked\r\n\r\n${chunk}00\r\nX-Sum: 1\r\nX-More: 2\r\n\r\nbehind`;
  assert.deepEqual(short(readPieces(text)), [200, 'chunked', 10, 'behind']);
});

test('an answer to HEAD has no body whatever its headers say', () => {
  assert.deepEqual(short(readPieces(`${head}Content-Length: 5000\r\n\r\n`, [7], 'HEAD')), [200, 'none', 0, '']);
});

test('a body without a length lasts until the connection ends', () => {
  const reader = createResponseReader('GET');
  assert.equal(reader.push(bytes('HTTP/1.0 200 OK\r\n\r\nsome')).state, 'open');
  assert.equal(reader.push(bytes(' more')).state, 'open');
  assert.deepEqual(short(reader.end()), [200, 'close', 9, '']);
  assert.deepEqual(short(reader.end()), [200, 'close', 9, '']);
});

test('a connection that ends within an answer leaves it broken', () => {
  for (const text of ['', 'HTTP/1.1 200 OK\r\nA: b', `${head}content-length: 5\r\n\r\nfour`, `${head}transfer-encoding: chunked\r\n\r\n0\r\n`]) {
    const reader = createResponseReader('GET');
    reader.push(bytes(text));
    assert.equal(reader.end().state, 'broken', text);
  }
});

test('what is not HTTP/1 is told at its first bytes', () => {
  for (const text of ['SSH-2.0-OpenSSH', '\x15\x03\x01\x00\x02\x02', '\x00\x00\x12\x04\x00', 'HTTP/2 200\r\n\r\n', 'http/1.1 200 OK\r\n'])
    assert.equal(short(readPieces(text, [1])), 'not-http', text);
});

test('framing that nobody can trust is refused', () => {
  for (const text of [
    'HTTP/1.1 20 OK\r\n\r\n',
    'HTTP/1.1 2000 OK\r\n\r\n',
    `${head}no colon\r\n\r\n`,
    `${head}name : value\r\n\r\n`,
    `${head}content-length: 3\r\ncontent-length: 4\r\n\r\n`,
    `${head}content-length: -1\r\n\r\n`,
    `${head}content-length: 0x10\r\n\r\n`,
    `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`,
    `${head}transfer-encoding: chunked\r\n\r\n3\r\nok\nno line end\r\n`,
    'HTTP/1.1 100 Continue\r\n\r\n'.repeat(30),
  ])
    assert.equal(short(readPieces(text)), 'not-http', text);
});

test('heads and bodies are bounded however they come', () => {
  const limits = { head: 200, body: 100 };
  assert.equal(short(readPieces(`${head}X: ${'a'.repeat(500)}`, [64], 'GET', limits)), 'head-too-large');
  assert.equal(short(readPieces(`${head}${'X: 1\r\n'.repeat(100)}`, [64], 'GET', limits)), 'head-too-large');
  assert.equal(short(readPieces(`${head}content-length: 101\r\n\r\n`, [64], 'GET', limits)), 'body-too-large');
  assert.equal(short(readPieces(`${head}transfer-encoding: chunked\r\n\r\n60\r\n${'x'.repeat(96)}\r\n60\r\n`, [7], 'GET', limits)), 'body-too-large');
  assert.equal(short(readPieces(`${head}\r\n${'x'.repeat(200)}`, [7], 'GET', limits)), 'body-too-large');
  assert.equal(short(readPieces(`${head}transfer-encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(99)}`, [7], 'GET', limits)), 'head-too-large');
});

test('where the pieces are cut makes no difference', () => {
  const chunks = fc.array(fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom('0', '\r', '\n', 'x', '5', ';', ':', ' ') }), { maxLength: 5 });
  fc.assert(
    fc.property(chunks, fc.boolean(), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), (parts, isChunked, sizes) => {
      const body = parts.join('');
      const text = isChunked
        ? `${head}Transfer-Encoding: chunked\r\n\r\n${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\nX-T: 1\r\n\r\n`
        : `HTTP/1.1 100 Continue\r\n\r\n${head}X-A:  b \r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      const reading = readPieces(text, sizes);
      assert.deepEqual(reading, readPieces(text));
      assert.deepEqual(short(reading), [200, isChunked ? 'chunked' : 'length', body.length, '']);
    }),
  );
});

test('any bytes in any pieces give a reading and never more than the bounds', () => {
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ maxLength: 200 }).map((text) => bytes(`${head}${text}`)),
    fc
      .string({ maxLength: 200, unit: fc.constantFrom('\r\n', 'a', 'f', '0', ';', ':', ' ') })
      .map((text) => bytes(`${head}transfer-encoding: chunked\r\n\r\n${text}`)),
  );
  fc.assert(
    fc.property(garbage, fc.integer({ min: 1, max: 50 }), (input, size) => {
      const reader = createResponseReader('GET', { head: 128, body: 64 });
      for (let at = 0; at < input.length; at += size) reader.push(input.subarray(at, at + size));
      const last = reader.end();
      assert.ok(last.state !== 'open');
      if (last.state === 'whole') assert.ok(last.answer.bodyBytes <= 64);
      assert.deepEqual(reader.push(bytes('HTTP/1.1 200 OK\r\n\r\n')), last);
    }),
  );
});
