import { spawn } from 'node:child_process';
import { isAbsolute, resolve } from 'node:path';
import { booleanAt, listAt, objectAt, objectsAt, parsedJson, stringAt } from '../../../formats/json.ts';
import type { JsonObject } from '../../../model/json.ts';
import { UserError } from '../../user-error.ts';
import type { ConfigEntry } from './merge-kubeconfigs.ts';

export type ExecEnvironment = Readonly<Record<string, string | undefined>>;

/** What a credential plugin gave. */
export interface ExecCredential {
  readonly token?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** A plugin may open a browser and wait for a person. */
const PATIENCE_MS = 120_000;
/** Tokens are renewed this long before they expire. */
const AHEAD_MS = 10_000;

/**
 * Runs the credential plugin that a kubeconfig names (client.authentication.k8s.io v1 and v1beta1, Kubernetes 1.22 to 1.34) and keeps what
 * it gives until it expires. What the plugin writes on standard error is the person's to see, as with kubectl. Throws a `UserError` when it fails.
 */
export function execCredentials(user: ConfigEntry, cluster: ConfigEntry, env: ExecEnvironment): () => Promise<ExecCredential> {
  let held: { readonly credential: ExecCredential; readonly until: number } | undefined;
  let asking: Promise<ExecCredential> | undefined;
  const ask = async (): Promise<ExecCredential> => {
    const status = await run(user, cluster, env);
    const token = stringAt(status, 'token');
    const cert = stringAt(status, 'clientCertificateData');
    const key = stringAt(status, 'clientKeyData');
    const expires = Date.parse(stringAt(status, 'expirationTimestamp') ?? '');
    const credential = { ...(token === undefined ? {} : { token }), ...(cert === undefined || key === undefined ? {} : { cert, key }) };
    held = { credential, until: Number.isNaN(expires) ? Number.POSITIVE_INFINITY : expires - AHEAD_MS };
    return credential;
  };
  return async () => {
    if (held !== undefined && held.until > Date.now()) return held.credential;
    // Several requests at once make one call of the plugin.
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return await asking;
  };
}

async function run({ folder, value }: ConfigEntry, cluster: ConfigEntry, env: ExecEnvironment): Promise<JsonObject | undefined> {
  const given = stringAt(value, 'exec', 'command') ?? '';
  // A path that is no bare name starts from the kubeconfig's folder.
  const command = given.includes('/') && !isAbsolute(given) ? resolve(folder, given) : given;
  const isInteractive = stringAt(value, 'exec', 'interactiveMode') !== 'Never' && process.stdin.isTTY === true;
  const variables = objectsAt(value, 'exec', 'env').flatMap((item) => {
    const name = stringAt(item, 'name');
    return name === undefined ? [] : [[name, stringAt(item, 'value') ?? ''] as const];
  });
  const child = spawn(command, listAt(value, 'exec', 'args').map(String), {
    env: { ...env, ...Object.fromEntries(variables), KUBERNETES_EXEC_INFO: JSON.stringify(infoFor(value, cluster, isInteractive)) },
    stdio: [isInteractive ? 'inherit' : 'ignore', 'pipe', 'inherit'],
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const end = await new Promise<string | undefined>((done) => {
    child.on('error', (error) => done(error.message));
    child.on('close', (code, signal) => done(code === 0 ? undefined : `it ended with ${code ?? signal}`));
  });
  const answer = end === undefined ? parsedJson(Buffer.concat(chunks).toString('utf8')) : undefined;
  const status = stringAt(answer, 'kind') === 'ExecCredential' ? objectAt(answer, 'status') : undefined;
  if (status === undefined) {
    throw new UserError(
      'cluster-credentials',
      `The credential plugin ${given === '' ? '(without a command)' : given} gave no credentials: ${end ?? 'what it printed is no ExecCredential'}.`,
      'Log in as you do for kubectl, and see whether kubectl get pods works.',
    );
  }
  return status;
}

function infoFor(user: JsonObject, { value }: ConfigEntry, interactive: boolean): JsonObject {
  const wantsCluster = booleanAt(user, 'exec', 'provideClusterInfo') === true;
  const cluster = {
    server: value['server'],
    'tls-server-name': value['tls-server-name'],
    'insecure-skip-tls-verify': value['insecure-skip-tls-verify'],
    'certificate-authority-data': value['certificate-authority-data'],
    'proxy-url': value['proxy-url'],
  };
  return {
    apiVersion: stringAt(user, 'exec', 'apiVersion') ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive, ...(wantsCluster ? { cluster } : {}) },
  };
}
