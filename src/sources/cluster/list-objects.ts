import { objectsAt, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { MissingReason } from './collection.ts';
import { parsedAnswer } from './parse-answer.ts';
import type { Found, Requester } from './requester.ts';

/** What a list gave; `missing` says why it is not there or not whole. */
export interface Listed {
  readonly items: readonly JsonObject[];
  readonly missing?: { readonly reason: MissingReason; readonly detail?: string };
}

/** Objects of a page, and pages of a list. */
const PAGE = 1000;
const MOST_PAGES = 10;

/**
 * All objects of a list, page by page. A list that changed too much between two pages goes on from where the server says (410 with a token;
 * Kubernetes 1.11 to 1.34) or ends there; what came is kept.
 */
export async function listObjects(ask: Requester, path: string): Promise<Listed> {
  const items: JsonObject[] = [];
  let token = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const found = await ask.get(pagePath(path, token));
    const resumed = tokenOfRefusal(found);
    if (found.kind === 'missing' && resumed === undefined) return { items, missing: found };
    const list = found.kind === 'missing' ? undefined : parsedAnswer(found.text);
    if (found.kind === 'found' && list === undefined) return { items, missing: { reason: found.isCut ? 'cut' : 'unreadable' } };
    items.push(...objectsAt(list, 'items'));
    token = resumed ?? stringAt(list, 'metadata', 'continue') ?? '';
    if (token === '') return { items };
  }
  return { items, missing: { reason: 'budget', detail: `more than ${MOST_PAGES * PAGE} objects` } };
}

/** One object by name. */
export async function getObject(ask: Requester, path: string): Promise<Listed> {
  const found = await ask.get(path);
  if (found.kind === 'missing') return { items: [], missing: found };
  const object = parsedAnswer(found.text);
  return object === undefined ? { items: [], missing: { reason: found.isCut ? 'cut' : 'unreadable' } } : { items: [object] };
}

function pagePath(path: string, token: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}limit=${PAGE}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`;
}

/** Where an expired list can be taken up again: with objects as they are now. */
function tokenOfRefusal(found: Found): string | undefined {
  if (found.kind !== 'missing' || found.reason !== 'expired' || found.body === undefined) return undefined;
  const token = stringAt(parsedAnswer(found.body), 'metadata', 'continue');
  return token === '' ? undefined : token;
}
