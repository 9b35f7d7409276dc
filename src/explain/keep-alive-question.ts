/** A question for a keep-alive default, as a person types it: `tomcat keep-alive`, `node keep alive timeout`, `nginx 的閒置逾時`. */
export interface KeepAliveQuestion {
  /** What stands beside the words for the matter; empty when all are asked for. */
  readonly name: string;
  /** `server` or `client` where the question says so. */
  readonly side?: 'server' | 'client';
  /** True where the name may be one although it is unknown: it comes first, and the matter is keep-alive. Error texts are worded otherwise. */
  readonly mayBeMistyped: boolean;
}

/** A question is short and of one line; anything longer is a text that happens to hold the words. */
const longest = 100;
const mostWords = 5;

const keepAlive = /\bkeep[-_ ]?alives?\b|保持連線|持久連線|長連線/giu;
const idleLimit = /\bidle[-_ ](?:time-?outs?|limits?|connections?)\b|閒置(?:連線)?(?:逾時|上限|時間)?/giu;
const timeOut = /\btime-?outs?\b|逾時/iu;
/** Words for a side and words without weight: in English whole words, for names have them as parts. */
const server = /(?<!\S)servers?(?!\S)|伺服器端?/giu;
const client = /(?<!\S)clients?(?!\S)|(?:用戶|客戶)端/giu;
const filling =
  /(?<!\S)(?:time-?outs?|limits?|defaults?|settings?|values?|connections?|idle|http|what|is|of|for|in|the|an?)(?!\S)|預設值?|逾時|上限|時間|設定|連線|是多少|多久|什麼|的/giu;
const version = /^v?\d+(?:\.\d+){0,3}$/;

/** Undefined for everything that is no such question. Says nothing of whether the name is known. */
export function keepAliveQuestion(text: string): KeepAliveQuestion | undefined {
  const asked = text.trim().replace(/[?？]$/, '');
  if (asked.length > longest || asked.includes('\n')) return undefined;
  const isOfKeepAlive = asked.search(keepAlive) >= 0;
  if (!isOfKeepAlive && asked.search(idleLimit) < 0) return undefined;
  const rest = asked.replace(keepAlive, ' ').replace(idleLimit, ' ');
  const named = rest.replace(server, ' ').replace(client, ' ').replace(filling, ' ').trim();
  const words = named === '' ? [] : named.split(/\s+/);
  if (words.length > mostWords || words.some((word) => !/^[\p{L}\p{N}.](?:[\p{L}\p{N}.:_/+#-]{0,38}[\p{L}\p{N}+#])?$/u.test(word))) return undefined;
  if (words.length === 0 && (!isOfKeepAlive || timeOut.test(rest))) return undefined;
  const sides = [...(rest.search(server) < 0 ? [] : (['server'] as const)), ...(rest.search(client) < 0 ? [] : (['client'] as const))];
  const [side, other] = sides;
  return {
    name: words.filter((word) => words.length === 1 || !version.test(word)).join(' '),
    ...(side === undefined || other !== undefined ? {} : { side }),
    mayBeMistyped:
      isOfKeepAlive && words[0] !== undefined && asked.startsWith(words[0]) && words.every((word) => asked.indexOf(word) < asked.search(keepAlive)),
  };
}
