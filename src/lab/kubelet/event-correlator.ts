/** An event before it is written. */
export interface EventDraft {
  readonly object: {
    readonly kind: string;
    readonly name: string;
    readonly namespace: string;
    readonly uid?: string;
    readonly apiVersion?: string;
    readonly fieldPath?: string;
    readonly resourceVersion?: string;
  };
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
}

/** What to do with an event: write it as new, raise the count of one that was written under `key`, or drop it. */
export type Correlated =
  | { readonly to: 'create'; readonly key: string; readonly message: string }
  | { readonly to: 'count'; readonly key: string; readonly count: number; readonly message: string }
  | { readonly to: 'drop' };

export interface EventCorrelator {
  readonly take: (draft: EventDraft, now: number) => Correlated;
}

/** client-go tools/record/events_cache.go (v0.34): defaults of the spam filter and of the aggregator. */
const burst = 25;
const refillSeconds = 300;
const similarLimit = 10;
const similarSeconds = 600;

/**
 * Keeps repeated events small as a kubelet does: equal events are counted, more than ten similar ones become one "(combined from similar events)",
 * and each object has a budget of 25 events that fills up by one every 5 minutes.
 */
export function createCorrelator(): EventCorrelator {
  const counts = new Map<string, number>();
  const similar = new Map<string, { readonly messages: Set<string>; readonly last: number }>();
  const budgets = new Map<string, { readonly tokens: number; readonly at: number }>();
  const mayWrite = (object: string, now: number): boolean => {
    const { tokens, at } = budgets.get(object) ?? { tokens: burst, at: now };
    const filled = Math.min(burst, tokens + (now - at) / 1000 / refillSeconds);
    budgets.set(object, { tokens: filled >= 1 ? filled - 1 : filled, at: now });
    return filled >= 1;
  };
  return {
    take: ({ object, type, reason, message, component }, now) => {
      const target = [component, object.kind, object.namespace, object.name, object.uid].join('\n');
      const group = [target, object.fieldPath, type, reason].join('\n');
      const before = similar.get(group);
      const messages = before === undefined || now - before.last > similarSeconds * 1000 ? new Set<string>() : before.messages;
      messages.add(message);
      similar.set(group, { messages, last: now });
      const isCombined = messages.size >= similarLimit;
      const key = isCombined ? group : `${group}\n${message}`;
      const text = isCombined ? `(combined from similar events): ${message}` : message;
      if (!mayWrite(target, now)) return { to: 'drop' };
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count === 1 ? { to: 'create', key, message: text } : { to: 'count', key, count, message: text };
    },
  };
}
