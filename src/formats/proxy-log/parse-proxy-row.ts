import type { EpochMs } from '../../model/time.ts';
import { parseAwsAlb } from './aws-alb.ts';
import { parseHaproxy } from './haproxy.ts';
import { parseLinkerd } from './linkerd.ts';
import { parseNginxAccess } from './nginx-access.ts';
import { parseNginxError } from './nginx-error.ts';
import { parseNginxJson } from './nginx-json.ts';
import type { ProxyRow } from './proxy-row.ts';
import { parseZtunnel } from './ztunnel.ts';

/**
 * One line of a proxy that is not Envoy as a row; undefined when it is something else or breaks off. The line must be free of wrappers
 * (`unwrapLine`) and no row of an Envoy. Never throws. `written` = when the line was written, for lines without a time of their own.
 */
export function parseProxyRow(line: string, written?: EpochMs): ProxyRow | undefined {
  const first = line.charCodeAt(0);
  if (first === 123) return parseZtunnel(line, written) ?? parseNginxJson(line, written) ?? parseLinkerd(line, written);
  if (first === 91) return parseLinkerd(line, written);
  const isDigit = first >= 48 && first <= 57;
  if (isDigit && line.charCodeAt(4) === 47) return parseNginxError(line);
  if (isDigit && line.charCodeAt(4) === 45) return parseZtunnel(line, written);
  if (first >= 97 && first <= 122 && line.includes(' app/')) return parseAwsAlb(line);
  return parseHaproxy(line) ?? parseNginxAccess(line) ?? parseLinkerd(line, written);
}
