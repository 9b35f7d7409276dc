export { clientIdleDefault, clientIdleFlag, type ClientIdle } from './client-idle-default.ts';
export { type ContainerHints, imageParts } from './container-words.ts';
export { flagText, type FlagValue, flagValue } from './flag-value.ts';
export { knownIdleLimits } from './known-idle-limits.ts';
export { recogniseServer, type RecognisedServer } from './recognise-server.ts';
export { serverByHeader } from './server-by-header.ts';
export { idleTimeoutFlag, serverIdleDefault, type ServerIdleDefault } from './server-idle-default.ts';
export { type ServerDefault, serverTable } from './server-table.ts';
