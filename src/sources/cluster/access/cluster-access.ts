/** How an API server is reached, whoever said so: a kubeconfig, or the service account of the pod that this runs in. */
export interface ClusterAccess {
  /** The context's name; `in-cluster` inside a pod. */
  readonly context: string;
  /** The namespace that the context or the service account is for. */
  readonly namespace?: string;
  /** `https://host:port`, perhaps with a path. */
  readonly server: string;
  readonly tls: ClusterTls;
  /** The proxy that requests go through. */
  readonly proxy?: string;
  /** What proves who asks; asked anew for every request, since tokens expire. */
  readonly credentials: () => Promise<Credentials>;
}

export interface ClusterTls {
  /** The authority that signed the server's certificate (PEM); without it, those that Node trusts. */
  readonly ca?: string;
  readonly servername?: string;
  /** False only where the kubeconfig says `insecure-skip-tls-verify`. */
  readonly rejectUnauthorized?: boolean;
}

export interface Credentials {
  readonly headers: Headers;
  /** A client certificate and its key (PEM). */
  readonly cert?: string;
  readonly key?: string;
}

export type Headers = Readonly<Record<string, string | readonly string[]>>;
