import type { JsonObject } from '../../model/json.ts';
import type { KubeMetadata, KubeObject } from '../cluster/kube-api.ts';

/** A Pod as the API server gives it: the fields that the lab's kubelet acts on. */
export interface Pod extends KubeObject {
  readonly metadata: KubeMetadata & { readonly namespace: string; readonly uid: string };
  readonly spec: PodSpec;
  readonly status?: JsonObject;
}

export interface PodSpec {
  readonly nodeName?: string;
  readonly hostNetwork?: boolean;
  readonly hostname?: string;
  readonly serviceAccountName?: string;
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext?: SecurityContext;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly readinessGates?: readonly { readonly conditionType: string }[];
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFrom[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly resources?: { readonly limits?: Amounts; readonly requests?: Amounts };
  readonly restartPolicy?: 'Always';
  readonly securityContext?: SecurityContext;
  readonly volumeMounts?: readonly VolumeMount[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
}

/** Resource name → quantity, for example `512Mi`. */
export interface Amounts {
  readonly cpu?: string;
  readonly memory?: string;
}

export interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly fieldRef?: FieldRef;
    readonly resourceFieldRef?: ResourceFieldRef;
    readonly configMapKeyRef?: KeyRef;
    readonly secretKeyRef?: KeyRef;
  };
}

export interface EnvFrom {
  readonly prefix?: string;
  readonly configMapRef?: { readonly name: string; readonly optional?: boolean };
  readonly secretRef?: { readonly name: string; readonly optional?: boolean };
}

export interface FieldRef {
  readonly fieldPath: string;
}

export interface ResourceFieldRef {
  readonly containerName?: string;
  /** `limits.cpu`, `requests.memory`, … */
  readonly resource: string;
  readonly divisor?: string;
}

export interface KeyRef {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
}

export interface Items {
  readonly items?: readonly { readonly key: string; readonly path: string; readonly mode?: number }[];
  readonly optional?: boolean;
  readonly defaultMode?: number;
}

export interface DownwardItems {
  readonly items?: readonly { readonly path: string; readonly fieldRef?: FieldRef; readonly resourceFieldRef?: ResourceFieldRef }[];
}

export interface TokenSource {
  readonly audience?: string;
  readonly expirationSeconds?: number;
  readonly path: string;
}

export interface Volume {
  readonly name: string;
  readonly emptyDir?: JsonObject;
  readonly configMap?: Items & { readonly name: string };
  readonly secret?: Items & { readonly secretName: string };
  readonly downwardAPI?: DownwardItems;
  readonly hostPath?: { readonly path: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly projected?: {
    readonly sources?: readonly {
      readonly serviceAccountToken?: TokenSource;
      readonly configMap?: Items & { readonly name: string };
      readonly secret?: Items & { readonly name: string };
      readonly downwardAPI?: DownwardItems;
    }[];
  };
}

export interface Handler {
  readonly exec?: { readonly command?: readonly string[] };
  readonly httpGet?: HttpGet;
  readonly tcpSocket?: { readonly host?: string; readonly port: number | string };
  readonly sleep?: { readonly seconds: number };
}

export interface HttpGet {
  readonly host?: string;
  readonly path?: string;
  readonly port: number | string;
  readonly scheme?: 'HTTP' | 'HTTPS';
  readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[];
}

export interface Probe extends Handler {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
  readonly terminationGracePeriodSeconds?: number;
}

/** A Pod of a list or a watch of Pods. */
export function asPod(object: KubeObject): Pod {
  // The API server has checked the object against its schema, and gives every Pod a namespace and a uid.
  return object as unknown as Pod;
}

/** `namespace/name`, as people write it. */
export function podKey({ metadata }: Pick<Pod, 'metadata'>): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** `name_namespace(uid)`, as the kubelet writes it in its messages. */
export function podTitle({ metadata }: Pick<Pod, 'metadata'>): string {
  return `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
}

export function podPath({ metadata }: Pick<Pod, 'metadata'>): string {
  return `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
}

export function isTerminal({ status }: Pod): boolean {
  return status?.['phase'] === 'Failed' || status?.['phase'] === 'Succeeded';
}
