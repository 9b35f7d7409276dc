import type { JsonObject } from '../model/json.ts';

/** The definition of one kind in one API version, as a CustomResourceDefinition has it. */
export interface KindSchema {
  readonly apiVersion: string;
  readonly kind: string;
  /** `openAPIV3Schema` as it stands, with its `x-kubernetes-validations`. */
  readonly schema: JsonObject;
}

/** The definitions of one product in one version, for example Istio 1.27; or those that a cluster serves itself, whoever made them. */
export interface SchemaSet {
  readonly product: 'cluster' | 'istio' | 'gateway-api' | 'victoriametrics-operator' | 'prometheus-operator';
  /** `1.27`; `-` of a cluster's own. */
  readonly version: string;
  readonly kinds: readonly KindSchema[];
}

/** Why an API server, or the webhook behind it, would refuse an object. */
export interface FieldProblem {
  /** Dotted, lists with their index: `spec.egress[0].hosts[0]`. */
  readonly path: string;
  /** `unknown-field` a field the kind does not have; `value` a wrong type or form; `rule` a rule of the definition or of Istio's webhook; `unknown-kind` no definition; `redacted` it was made of a value that the evidence does not hold; `server` a live server refused it. */
  readonly why: 'unknown-field' | 'value' | 'rule' | 'unknown-kind' | 'redacted' | 'server';
  /** In the words of whoever refuses it. */
  readonly message: string;
  /** The field or value that was most likely meant. */
  readonly instead?: string;
}
