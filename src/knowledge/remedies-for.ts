import type { Cause, Remedy } from '../model/cause.ts';
import { maySatisfy, parseVersion } from './versions/index.ts';

/**
 * What can be done about a cause in an Istio version. With a version that is unknown or cannot be read, the remedies of every version: then
 * each has to be shown with its own (`Remedy.istio`).
 */
export function remediesFor(cause: Cause, istio: string | undefined): readonly Remedy[] {
  if (istio === undefined || parseVersion(istio) === undefined) return cause.remedies;
  return cause.remedies.filter((remedy) => remedy.istio === undefined || maySatisfy(istio, remedy.istio));
}
