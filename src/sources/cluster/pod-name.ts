/** A pod by name. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
}
