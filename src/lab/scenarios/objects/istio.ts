import type { KubeObject } from '../../cluster/kube-api.ts';

type Spec = Readonly<Record<string, unknown>>;

const networking = 'networking.istio.io/v1';
const security = 'security.istio.io/v1';

export function destinationRule(name: string, spec: Spec): KubeObject {
  return { apiVersion: networking, kind: 'DestinationRule', metadata: { name }, spec };
}

export function virtualService(name: string, spec: Spec): KubeObject {
  return { apiVersion: networking, kind: 'VirtualService', metadata: { name }, spec };
}

export function sidecar(name: string, spec: Spec): KubeObject {
  return { apiVersion: networking, kind: 'Sidecar', metadata: { name }, spec };
}

export function peerAuthentication(name: string, spec: Spec): KubeObject {
  return { apiVersion: security, kind: 'PeerAuthentication', metadata: { name }, spec };
}

export function authorizationPolicy(name: string, spec: Spec): KubeObject {
  return { apiVersion: security, kind: 'AuthorizationPolicy', metadata: { name }, spec };
}

export function telemetry(name: string, spec: Spec): KubeObject {
  return { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: { name }, spec };
}
