import { createServer } from 'node:net';

/**
 * Holds a target for this process, so that no second probe of it runs beside; undefined when another process has it. The lock is an abstract
 * socket, which ends with its process whatever happens, and which only the same network namespace sees (unix(7), Linux 6.12: "abstract socket namespace"):
 * a second pod, or a host beside its pods, is not held off. Systems other than Linux have none: there nothing is locked.
 */
export function holdTarget(address: string, port: number): Promise<{ readonly release: () => void } | undefined> {
  if (process.platform !== 'linux') return Promise.resolve({ release: () => undefined });
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    const release = (): void => {
      server.close();
    };
    server.once('error', (error) => resolve('code' in error && error.code === 'EADDRINUSE' ? undefined : { release: () => undefined }));
    server.listen({ path: `\0why503-probe ${address} ${port}` }, () => resolve({ release }));
    server.unref();
  });
}
