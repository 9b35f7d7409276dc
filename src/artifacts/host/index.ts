export { conntrack } from './conntrack.ts';
export { firewall } from './firewall.ts';
export { kernelLog } from './kernel-log.ts';
export { sockets } from './sockets.ts';
export { usage } from './usage.ts';
