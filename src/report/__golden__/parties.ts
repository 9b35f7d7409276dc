import type { Party } from '../../model/diagnosis.ts';
import type { ObjectRef } from '../../model/evidence.ts';

/** Objects and parties that the sample diagnoses share. */
export const vmalert: ObjectRef = { kind: 'Deployment', namespace: 'monitoring', name: 'vmalert' };
export const vminsert: ObjectRef = { kind: 'Deployment', namespace: 'monitoring', name: 'vminsert' };
export const vmalertPod: ObjectRef = { kind: 'Pod', namespace: 'monitoring', name: 'vmalert-7b968f5665-rkn76' };
export const vminsertPod: ObjectRef = { kind: 'Pod', namespace: 'monitoring', name: 'vminsert-78797c6fb-wwrsx' };
export const vmalertApp: Party = { role: 'app', name: 'vmalert', workload: vmalert, container: 'vmalert' };
export const vmalertSidecar: Party = { role: 'sidecar', name: 'vmalert-sidecar', workload: vmalert, container: 'istio-proxy' };
export const vminsertSidecar: Party = { role: 'sidecar', name: 'vminsert-sidecar', workload: vminsert, container: 'istio-proxy' };
export const vminsertApp: Party = { role: 'app', name: 'vminsert', workload: vminsert, container: 'vminsert' };
