import manifest from '../package.json' with { type: 'json' };

/** The version of this package. */
export const toolVersion: string = manifest.version;
