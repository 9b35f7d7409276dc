import { javaServers } from './java-servers.ts';
import { languageServers } from './language-servers.ts';
import { meshServers } from './mesh-servers.ts';
import type { ProbedServer } from './probed-server.ts';
import { webServers } from './web-servers.ts';

/** Every server that the probe is tried on. */
export const servers: readonly ProbedServer[] = [...webServers, ...languageServers, ...javaServers, ...meshServers];
