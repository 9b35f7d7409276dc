import { dataOf, groups, type SignalRule, when, whenAny } from './log-signal-rule.ts';

/** The life and death of an application's process. */
export type LifeSignalId =
  | 'started-server'
  | 'listening'
  | 'keepalive-setting'
  | 'sigterm-received'
  | 'shutting-down'
  | 'shutdown-delay'
  | 'stopped'
  | 'graceful-shutdown-failed'
  | 'panic'
  | 'handler-panic'
  | 'uncaught-exception'
  | 'out-of-memory'
  | 'segfault'
  | 'worker-exit'
  | 'invalid-flag'
  | 'config-error'
  | 'address-in-use'
  | 'fatal';

/** `:8080`, `0.0.0.0:8080`, `[::]:8080`, `http://localhost:8080/`, with host and port as data. */
const endpoint = String.raw`(?:https?:\/\/)?(?<host>\[[0-9a-fA-F:.]{0,45}\]|[\w.*-]{0,100})?:(?<port>\d{2,5})\b`;

/** Words of Go, Node, Python, Java, Ruby, PHP, nginx, Apache, uWSGI servers, from their sources; of VictoriaMetrics v1.150.0. */
export const lifeSignals: Readonly<Record<LifeSignalId, SignalRule>> = {
  'started-server': when(['started server at', 'started http server'], new RegExp(String.raw`started (?:http )?server (?:at|on) (?<address>${endpoint})`, 'i')),
  listening: whenAny(
    [
      'listening',
      'running on',
      'running at',
      'started on port',
      'accepting ',
      'serving on',
      'serving at',
      'starting server',
      'server started',
      'starting http server',
      'ready to handle connections',
    ],
    [
      new RegExp(
        String.raw`\b(?:listening|running|serving|accepting \w+ conns|starting (?:http )?server|server started)(?: and serving)?(?: https?)?(?: requests)?(?: on| at)?(?: address)?:? ['"]?${endpoint}`,
        'i',
      ),
      /\b(?:listening|running|serving|server started)(?:(?: on| at)(?: the)?(?: port)?|,? port|:)[:=]? ?(?<port>\d{2,5})\b(?!\s*(?:%|threads|workers|cores|cpus|nodes)|\.\d)/i,
      /\b(?:started on|starting server on|server running on) ports?(?:\(s\))?:? (?<port>\d{2,5})\b/i,
      /(?<address>ready to handle connections)/i,
    ],
  ),
  'keepalive-setting': when(
    ['keepalive', 'keep-alive', 'keep_alive'],
    /keep[-_ ]?alive[-_ ]?(?:timeout|time|requests)?["']?(?:\s*[:=]\s*|\s+(?:is |of |set to )?)["']?(?<value>\d{1,9}(?:\.\d+)?)\s?(?<unit>ms|millis\w*|s|sec\w*|m|min\w*)?\b/i,
  ),
  'sigterm-received': {
    needles: ['sigterm', 'sigint', 'sigquit', 'signal terminated', 'signal: terminated', 'signal interrupt', 'signal 15', 'signal: term', 'caught signal'],
    read: ({ message }) => {
      const named = /\b(SIGTERM|SIGINT|SIGQUIT)\b/.exec(message)?.[1];
      const plain = /\b(?:received|caught|got|handling) (?:the )?signal:? ?(terminated|term|15|interrupt|int|2)\b/i.exec(message)?.[1]?.toLowerCase();
      if (named === undefined && plain === undefined) return undefined;
      if (named !== undefined && !/receiv|caught|got|catch|signal|shut|stop|exit|terminat/i.test(message)) return undefined;
      return { signal: named ?? (plain === 'terminated' || plain === 'term' || plain === '15' ? 'SIGTERM' : 'SIGINT') };
    },
  },
  'shutting-down': when(
    ['shutting down', 'shutdown initiated', 'graceful shutdown', 'gracefully shut', 'shutdown requested', 'commencing graceful', 'stopping server'],
    /(?<text>shutting down[^\n]{0,160}|shutdown initiated|shutdown requested|commencing graceful shutdown[^\n]{0,80}|(?:starting |begin(?:ning)? )?graceful shutdown(?! (?:complete|timed|failed|period))[^\n]{0,80}|gracefully shutting[^\n]{0,120}|stopping server[^\n]{0,80})/i,
    ({ lower }) => !lower.includes('cannot gracefully'),
  ),
  'shutdown-delay': when(['before shutdown of http server'], /waiting for (?<delay>[\d.]+s) before shutdown of http server "(?<address>[^"]*)"/i),
  stopped: whenAny(
    [
      'successfully shut down',
      'has been stopped in',
      'the service has been stopped',
      'shutdown complete',
      'server stopped',
      'exited gracefully',
      'graceful shutdown complete',
      'bye-bye',
    ],
    [
      /successfully shut down (?<what>.{1,100}?) in (?<took>[\d.]+) seconds/i,
      /the (?<what>.{1,60}?) has been stopped in (?<took>[\d.]+) seconds/i,
      /(?<what>graceful shutdown complete|shutdown complete|server stopped|exited gracefully|the service has been stopped)/i,
    ],
  ),
  'graceful-shutdown-failed': whenAny(
    [
      'cannot gracefully shutdown',
      'shutdown timed out',
      'shutdown timeout',
      'forced shutdown',
      'forcefully shut',
      'forcing shutdown',
      'graceful shutdown failed',
      'failed to gracefully',
      'cannot stop http service',
    ],
    [
      /cannot gracefully shutdown http server at "(?<address>[^"]*)" in (?<after>[\d.]+s)(?:.*?error: (?<error>.{1,200}))?/i,
      /(?<text>(?:graceful )?shutdown time(?:d )?out|forced shutdown|forcefully shut\w*|forcing shutdown|graceful shutdown failed|failed to gracefully[^\n]{0,80}|cannot stop http service[^\n]{0,200})/i,
    ],
  ),
  panic: {
    needles: ['panic', 'fatal error:', 'goroutine '],
    read: ({ message, level }) => {
      if (/\bhttp: panic serving\b/.test(message) || /panic recovered/i.test(message)) return undefined; // the process lives on: `handler-panic`
      const go = /^(?:panic|fatal error): (?<text>.{1,300})/.exec(message);
      if (go?.groups !== undefined) return dataOf({ runtime: 'go', kind: message.startsWith('panic') ? 'panic' : 'fatal-error', text: go.groups['text'] });
      const rust = /^thread '[^']{0,80}'(?: \(\d+\))? panicked at (?<text>.{1,300})/.exec(message);
      if (rust?.groups !== undefined) return dataOf({ runtime: 'rust', kind: 'panic', text: rust.groups['text'] });
      const trace = /^goroutine (\d+)[^[]{0,60}\[running/.exec(message);
      if (trace !== null) return { runtime: 'go', kind: 'trace' };
      return level === 'fatal' && /^(?:BUG|FATAL|panic)\b/.test(message) ? dataOf({ runtime: 'go', kind: 'panic', text: message.slice(0, 300) }) : undefined;
    },
  },
  'handler-panic': whenAny(
    ['panic serving', 'panic recovered'],
    [/http: panic serving (?<remote>[^\s:]{0,60}(?::\d+)?): (?<text>.{1,300})/, /panic recovered:?\s*(?<text>.{0,300})/i],
  ),
  'uncaught-exception': {
    needles: ['uncaught', 'unhandled', 'traceback (most recent', 'exception in thread', 'node.js v', 'error: ', 'exception: '],
    read: ({ message, level }) => {
      const node = /^Node\.js (v\d+\.\d+\.\d+)\s*$/.exec(message); // printed when an exception ends the process (Node >= 17)
      if (node !== null) return dataOf({ runtime: 'node', kind: 'exit', version: node[1] });
      if (message.startsWith('Traceback (most recent call last)')) return { runtime: 'python', kind: 'trace' };
      const java = groups(/Exception in thread "(?<thread>[^"]{0,80})" (?<error>[^\n]{1,300})/, message);
      if (java !== undefined) return { runtime: 'java', kind: 'thread', ...java };
      const dotnet = groups(/^Unhandled exception\. (?<error>[^\n]{1,300})/, message);
      if (dotnet !== undefined) return { runtime: 'dotnet', kind: 'exit', ...dotnet };
      const bare =
        level === 'error' || level === undefined
          ? groups(/^(?<error>(?:[A-Z]\w{0,60})?(?:Error|Exception)(?: \[\w{1,60}\])?: [^\n]{1,300})/, message)
          : undefined;
      if (bare !== undefined) return { kind: 'error', ...bare };
      const loud = groups(
        /(?<error>\b(?:uncaught ?exception|unhandled ?(?:promise ?)?rejection|unhandled 'error' event|uncaught (?:type|reference|range)?error)\b[^\n]{0,300})/i,
        message,
      );
      return loud === undefined ? undefined : { kind: 'uncaught', ...loud };
    },
  },
  'out-of-memory': whenAny(
    [
      'outofmemory',
      'out of memory',
      'heap limit',
      'memoryerror',
      'signal: killed',
      'cannot allocate memory',
      'bad_alloc',
      'allowed memory size',
      'oomkilled',
      'killed',
      'perhaps out of memory',
    ],
    [
      /(?<text>(?:java\.lang\.)?OutOfMemoryError[^\n]{0,160}|JavaScript heap out of memory|reached heap limit[^\n]{0,100}|runtime: out of memory[^\n]{0,100}|fatal error: out of memory|^MemoryError\b[^\n]{0,100}|signal: killed|cannot allocate memory|std::bad_alloc|Allowed memory size of \d+ bytes exhausted|OOMKilled|Perhaps out of memory\?|GC overhead limit exceeded|^Out of memory\b[^\n]{0,100})/i,
      /^(?<text>Killed)\s*$/,
    ],
    ({ lower }) => !lower.includes('total-vm') && !lower.includes('memory cgroup'), // the kernel's own words are `kernel-oom-kill`
  ),
  segfault: whenAny(
    ['segmentation fault', 'segfault at', 'sigsegv', 'core dumped', 'caught segmentation'],
    [
      /(?<process>[\w.-]{1,60})\[(?<pid>\d+)\]: segfault at (?<address>[0-9a-f]+)/,
      /(?<text>(?:Caught )?segmentation (?:fault|violation)[^\n]{0,120}|SIGSEGV[^\n]{0,80}|core dumped)/i,
    ],
  ),
  'worker-exit': whenAny(
    ['worker', 'child', 'exited on signal', 'exit signal'],
    [
      /\bworker process (?<pid>\d+) exited (?:on signal (?<signal>\d+)|with code (?<code>\d+))/, // nginx
      /\bWorker \(pid:\s?(?<pid>\d+)\) was sent (?<signal>SIG\w+)/, // gunicorn
      /\bWORKER TIMEOUT \(pid:\s?(?<pid>\d+)\)(?<reason>)/, // gunicorn
      /\bWorker \(pid:\s?(?<pid>\d+)\) exited with code (?<code>\d+)/, // gunicorn
      /\bWorker exiting \(pid:\s?(?<pid>\d+)\)/, // gunicorn
      /(?<reason>Autorestarting worker after current request|Maximum request limit of \d+ exceeded)/i, // gunicorn, uvicorn
      /DAMN ! worker \d+ \(pid: (?<pid>\d+)\) died(?:, killed by signal (?<signal>\d+))?/, // uWSGI
      /\bchild (?<pid>\d+) exited (?:on signal (?<signal>\d+)|with code (?<code>\d+))/, // php-fpm
      /\bchild pid (?<pid>\d+) exit signal (?<reason>[A-Za-z ]{1,40}) ?\((?<signal>\d+)\)/, // Apache
      /\bchild process \[(?<pid>\d+)\] died/i, // uvicorn
      /\bTerminating timed out worker(?: \(Worker \d+ failed to[^)]{0,60}\))?:? ?(?<pid>\d+)?/i, // puma
      /\bworker (?<pid>\d+)? ?(?:was )?killed (?:by|with) (?:signal )?(?<signal>\w{1,12})/i,
    ],
  ),
  'invalid-flag': whenAny(
    [
      'for flag',
      'flag provided but not defined',
      'unknown flag',
      'unknown shorthand',
      'unrecognized argument',
      'unknown option',
      'unrecognized option',
      'invalid option',
      'bad option',
      'no such option',
      'error parsing commandline',
      'unknown long flag',
    ],
    [
      /invalid (?:boolean )?(?:value|argument) "?(?<value>[^"]{0,200}?)"? for "?(?:flag )?-{0,2}(?<flag>[\w.-]{1,100})"?(?: flag)?: (?<error>.{1,200})/i,
      /flag provided but not defined: -{1,2}(?<flag>[\w.-]{1,100})/,
      /(?<error>unknown (?:long |shorthand )?flag|unrecognized arguments?|unknown option|unrecognized option|invalid option|bad option|no such option)s?:? ?['"]?(?:in )?(?<flag>-{0,2}[\w.=-]{1,100})/i,
      /error parsing commandline arguments?: (?<error>.{1,200})/i,
    ],
  ),
  'config-error': whenAny(
    [
      '[emerg]',
      'directive',
      'host not found in upstream',
      '.conf:',
      'config',
      'cannot find module',
      'modulenotfounderror',
      'exec format error',
      'yaml: ',
      'environment variable',
      'no such file or directory',
      'permission denied',
      'cannot parse',
      'cannot load',
    ],
    [
      /(?<text>(?:Cannot find module|ModuleNotFoundError: )[^\n]{1,200})/,
      /(?<text>\bexec(?: user process caused:?)?[^\n]{0,60}exec format error)/,
      /(?<text>\[emerg\][^\n]{1,200}|^\d+#\d+: [^\n]{1,200} in \S{1,200}\.conf:\d+)/, // nginx
      /(?<text>(?:failed|cannot|could not|couldn't|unable) (?:to )?(?:load|read|parse|open|unmarshal|process)(?:ing)? (?:the )?[^\n]{0,40}(?:config|settings|yaml)[^\n]{0,200})/i,
      /(?<text>(?:invalid|bad|error in|error parsing|error loading|missing) (?:the )?config(?:uration)?\b[^\n]{0,200})/i,
      /(?<text>(?:required|missing)(?: required)? environment variable[^\n]{0,120}|environment variable [^\n]{1,80} (?:is )?(?:not set|required|missing)[^\n]{0,60})/i,
    ],
    ({ level, message }) => level === undefined || level === 'error' || level === 'fatal' || message.includes('[emerg]'),
  ),
  'address-in-use': when(
    ['address already in use', 'eaddrinuse', 'port is already', 'was already in use'],
    /(?:(?<address>[^\s"'()]{0,60}:\d{2,5})[^\n]{0,40})?(?<error>address already in use|EADDRINUSE|port is already (?:in use|allocated)|was already in use)(?::? ?(?<bound>[^\s"'()]{0,60}:\d{2,5}))?/i,
  ),
  fatal: {
    needles: [''],
    read: ({ level, message, scope }) => (level === 'fatal' && message.trim() !== '' ? dataOf({ text: message.slice(0, 300), scope }) : undefined),
  },
};
