const patterns: readonly RegExp[] = [
  /\bresponse code(?: is)?:? ?(\d{3})\b/i,
  /\bstatus(?:[ _]code)?["']? ?[:=]? ?["']?(\d{3})\b/i,
  /\bHTTP(?:\/[\d.]{1,3})?["']? (\d{3})\b/i,
  /"response_code" ?: ?"?(\d{1,3})\b/i,
  /\b(\d{3}) (?:Service Unavailable|Bad Gateway|Gateway Time-?out|Not Found|Forbidden|Too Many Requests|Internal Server Error|Request Timeout)\b/i,
  /^["'\s]{0,3}(\d{3})(?=$|[\s"':,])/,
  /"(?:[A-Z]{3,10} \S{1,2000} HTTP\/[\d.]{1,3}|- - -)" (\d{1,3}) /,
  /^\s{0,3}(0)\s+[A-Z]{2,5}\b/,
  /\breceived (?:code |status )?(\d{3})\b/i,
];

/** The HTTP status a text speaks of; 0 for a row without a response. */
export function statusIn(text: string): number | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[1];
    const status = found === undefined ? Number.NaN : Number(found);
    if (status === 0 || (status >= 100 && status <= 599)) return status;
  }
  return undefined;
}
