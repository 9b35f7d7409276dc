import type { Service } from '../facts/services.ts';
import type { NamedCause } from '../model/fix.ts';

/** Services that the findings speak of, else those of the incident's target: by its name, or because they select its pods. */
export function servicesOfTarget({ incident, findings }: NamedCause, services: readonly Service[]): readonly Service[] {
  const told = services.filter((service) =>
    findings.some(
      ({ subject }) => subject.kind === 'Service' && subject.name === service.name && (subject.namespace ?? service.namespace) === service.namespace,
    ),
  );
  if (told.length > 0) return told;
  return services.filter(
    (service) => service.key === incident.target || service.selected?.some((pod) => `${pod.workload.name}.${pod.namespace}` === incident.target) === true,
  );
}
