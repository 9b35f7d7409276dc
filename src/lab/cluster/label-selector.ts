import { asString, listAt, objectsAt, stringAt, stringsAt } from '../../formats/json.ts';

export type Labels = Readonly<Record<string, string>>;

/** Whether a LabelSelector of an object matches labels. An empty selector matches everything, an absent one (undefined) nothing, as the API has it. */
export function selects(selector: unknown, labels: Labels): boolean {
  if (selector === undefined || selector === null) return false;
  const isEqual = Object.entries(stringsAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value);
  return isEqual && objectsAt(selector, 'matchExpressions').every((expression) => fits(expression, labels));
}

function fits(expression: unknown, labels: Labels): boolean {
  const value = labels[stringAt(expression, 'key') ?? ''];
  const values = listAt(expression, 'values').map(asString);
  switch (stringAt(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
