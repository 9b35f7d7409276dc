import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** The bytes of a forwarded port as a stream that Node's HTTP client takes for a socket. */
export type ForwardStream = Duplex & {
  /** What the kubelet said when it could not reach the port. */
  readonly refusal: () => string | undefined;
};

/** Each message begins with its channel; the first of each channel holds nothing but the port, in two bytes. */
const DATA = 0;
const ERRORS = 1;
const LONGEST_REFUSAL = 1000;

/** Takes the two channels of an open port-forward apart (Kubernetes 1.34, kubelet's streaming server, portforward/websocket.go). */
export function forwardStream(socket: WebSocket): ForwardStream {
  let refusal: string | undefined;
  const announced = new Set<number>();
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      socket.send(Buffer.concat([Buffer.from([DATA]), chunk]), { binary: true }, (error) => done(error ?? null));
    },
    final: (done) => done(),
    destroy: (error, done) => {
      socket.terminate();
      done(error);
    },
  });
  // Whoever uses the stream hears of errors too; before that nobody does.
  stream.on('error', () => undefined);
  socket.on('message', (message: Buffer) => {
    const channel = message[0] ?? 0;
    if (!announced.has(channel)) {
      announced.add(channel);
      return;
    }
    const bytes = message.subarray(1);
    if (channel === DATA && bytes.length > 0 && !stream.push(bytes)) socket.pause();
    if (channel !== ERRORS || bytes.length === 0) return;
    refusal = `${refusal ?? ''}${bytes.toString('utf8')}`.slice(0, LONGEST_REFUSAL);
    stream.destroy(new Error(refusal));
  });
  socket.on('close', () => {
    if (!stream.readableEnded) stream.push(null);
  });
  socket.on('error', (error) => stream.destroy(error));
  // Node's agent sets these on what it keeps for the next request.
  const none = (): ForwardStream => whole;
  const whole: ForwardStream = Object.assign(stream, {
    refusal: () => refusal,
    setKeepAlive: none,
    setNoDelay: none,
    setTimeout: none,
    ref: none,
    unref: none,
  });
  return whole;
}
