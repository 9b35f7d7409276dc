import type { NonEmpty, Reference } from '../../model/evidence.ts';
import { type Bilingual, both } from '../bilingual.ts';
import { type ByVersion, byVersion, type Confidence, type Possible } from './by-version.ts';

/** A thing that Envoy writes differently from release to release. */
export type EnvoyForm = 'body' | 'body-after-retry' | 'details' | 'connect-reason' | 'connect-error' | 'tls-error' | 'certificate-error' | 'flag-order';

/** How it is written. `sign` finds it in a text, where one spelling can be told from the others by itself. */
export interface Spelling {
  readonly form: string;
  readonly says: Bilingual;
  readonly sign?: RegExp;
}

const envoy = (file: string, change: string): Reference => ({
  title: `envoyproxy/envoy ${file}, ${change}`,
  url: `https://github.com/envoyproxy/envoy/blob/main/${file}`,
  version: 'Envoy 1.37 and its history',
});

const router = 'source/common/router/router.cc';
const utility = 'source/common/http/utility.cc';
const tls = 'source/common/tls/ssl_socket.cc';

const spelt = (versions: string, reference: Reference, confidence: Confidence, form: string, says: Bilingual, sign?: RegExp): ByVersion<Spelling> => ({
  versions,
  reference,
  confidence,
  value: { form, says, ...(sign === undefined ? {} : { sign }) },
});

const hidden: Reference = {
  title: 'Envoy pull requests 44746 and 45023: no transport failure reason in the body',
  url: 'https://github.com/envoyproxy/envoy/pull/44746',
  version: 'Envoy 1.38.1 and 1.39.0; seen with 1.36.4 to 1.40.0',
};

/** Every sign is linear: no nested repetition, and bounded. */
const tables: Readonly<Record<EnvoyForm, NonEmpty<ByVersion<Spelling>>>> = {
  body: [
    spelt('<1.16', envoy(router, 'be6bbcda49'), 'source', '… reset reason: R', both('The body ends with the reset reason.', '本文以重設原因結尾。')),
    spelt(
      '>=1.16 <1.38.1',
      envoy(router, 'be6bbcda49'),
      'measured',
      '… reset reason: R, transport failure reason: T',
      both('The body names the transport failure reason where there is one.', '本文在有傳輸失敗原因時會寫出。'),
      /reset reason: [^,]{1,80}, transport failure reason: /,
    ),
    spelt(
      '>=1.38.1',
      hidden,
      'measured',
      '… reset reason: R',
      both('The body hides the transport failure reason; the access log keeps it.', '本文隱藏傳輸失敗原因；存取記錄仍保留。'),
    ),
  ],
  'body-after-retry': [
    spelt(
      '<1.22',
      envoy(router, '8a1d8a74eb'),
      'source',
      '… before headers. reset reason: R',
      both('The body does not tell that there were retries.', '本文不會透露曾經重試。'),
    ),
    spelt(
      '>=1.22',
      envoy(router, '8a1d8a74eb'),
      'source',
      '… before headers. retried and the latest reset reason: R',
      both('The body tells that there were retries.', '本文會透露曾經重試。'),
      /retried and the latest reset reason/,
    ),
  ],
  details: [
    spelt(
      '<1.21',
      envoy(utility, '2361a93e1e'),
      'source',
      'name{reason with blanks,T}',
      both('Details have blanks, and a comma before the transport failure reason.', '詳情含有空白，傳輸失敗原因之前為逗號。'),
      /\w\{[a-z]+ [a-z ]{1,60}[,}]/,
    ),
    spelt(
      '>=1.21 <1.31',
      envoy(utility, '2361a93e1e'),
      'source',
      'name{reason,T}',
      both('Details have `_` for blanks, and a comma before the transport failure reason.', '詳情以 `_` 代替空白，傳輸失敗原因之前為逗號。'),
      /\w\{[a-z]+_[a-z_]{1,60},/,
    ),
    spelt(
      '>=1.31',
      envoy(utility, '76dd416a40'),
      'measured',
      'name{reason|T}',
      both('Details have `|` before the transport failure reason.', '詳情中傳輸失敗原因之前為 `|`。'),
      /\w\{[a-z]+_[a-z_]{1,60}\|/,
    ),
  ],
  'connect-reason': [
    spelt(
      '<1.27',
      envoy(utility, '2bba781a65'),
      'source',
      'connection failure',
      both('One word for every way in which no connection came about.', '所有連線未成的情況共用一個詞。'),
      /(?:reset reason: |\{)connection[ _]failure\b/,
    ),
    spelt(
      '>=1.27',
      envoy(utility, '2bba781a65'),
      'measured',
      'remote connection failure | local connection failure | connection timeout',
      both('Refused by the other side, failed on this side and too slow are told apart.', '可區分對方拒絕、本端失敗與逾時。'),
      /(?:remote|local)[ _]connection[ _]failure/,
    ),
  ],
  'connect-error': [
    spelt(
      '>=1.20 <1.31',
      envoy('source/common/network/connection_impl.cc', '089876e94f'),
      'source',
      'delayed connect error: 111',
      both("The kernel's error is a number.", '核心錯誤以數字表示。'),
      /delayed[ _]connect[ _]error:[ _]\d/,
    ),
    spelt(
      '>=1.31',
      envoy('source/common/network/connection_impl.cc', '089876e94f'),
      'measured',
      'delayed connect error: Connection refused',
      both("The kernel's error is a word.", '核心錯誤以文字表示。'),
      /delayed[ _]connect[ _]error:[ _][A-Z]/,
    ),
  ],
  'tls-error': [
    spelt(
      '<1.28',
      envoy(tls, '6a53c075a0'),
      'source',
      'TLS error: <n>:SSL routines:…',
      both('TLS errors begin with `TLS error:`.', 'TLS 錯誤以 `TLS error:` 開頭。'),
      /TLS[ _]error:[ _]\d{3,12}:/,
    ),
    spelt(
      '>=1.28',
      envoy(tls, '6a53c075a0'),
      'measured',
      'TLS_error:|<n>:SSL routines:…:TLS_error_end',
      both('TLS errors stand between `TLS_error:|` and `TLS_error_end`.', 'TLS 錯誤位於 `TLS_error:|` 與 `TLS_error_end` 之間。'),
      /TLS_error:\|/,
    ),
  ],
  'certificate-error': [
    spelt(
      '<1.37',
      envoy(tls, 'ab62d9ecc7'),
      'measured',
      '…CERTIFICATE_VERIFY_FAILED:TLS_error_end',
      both('The text does not say why the certificate was refused.', '文字沒有說明憑證為何遭拒。'),
      /CERTIFICATE_VERIFY_FAILED:TLS_error_end/,
    ),
    spelt(
      '>=1.37',
      envoy(tls, 'ab62d9ecc7'),
      'measured',
      '…CERTIFICATE_VERIFY_FAILED:<why>:TLS_error_end',
      both('The text says why the certificate was refused.', '文字說明憑證為何遭拒。'),
      /CERTIFICATE_VERIFY_FAILED:[\w ]{3,200}:TLS_error_end/,
    ),
  ],
  'flag-order': [
    spelt(
      '<1.30',
      envoy('source/common/stream_info/utility.cc', 'b34d122fba'),
      'source',
      'UF,URX',
      both(
        'Several flags of a request stand in the order of their numbers (those of a TCP connection in every release).',
        '請求的多個旗標依其編號排列（TCP 連線在所有版本皆如此）。',
      ),
      /\b50\d U[FC],URX(?=\s|$)/,
    ),
    spelt(
      '>=1.30',
      envoy('source/common/stream_info/utility.cc', 'b34d122fba'),
      'measured',
      'URX,UF',
      both('Several flags stand in the order in which they were set.', '多個旗標依設定順序排列。'),
      /(?:^|\s)URX,U[FC](?=\s|$)/,
    ),
  ],
};

/** All forms that can be asked for. */
export const envoyForms: readonly EnvoyForm[] = Object.keys(tables) as EnvoyForm[]; // the keys of a literal are exactly its type's keys

/** How an Envoy release writes something; every way when the version is unknown. */
export function spellingIn(form: EnvoyForm, envoy: string | undefined): Possible<Spelling> {
  return byVersion(tables[form], envoy);
}

/** The forms that a text itself shows, with the releases that write so. Reads 4,096 characters. */
export function formsOf(text: string): readonly { readonly form: EnvoyForm; readonly spelling: ByVersion<Spelling> }[] {
  const read = text.slice(0, 4_096);
  return envoyForms.flatMap((form) => tables[form].flatMap((spelling) => (spelling.value.sign?.test(read) === true ? [{ form, spelling }] : [])));
}
