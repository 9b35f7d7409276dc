#!/usr/bin/env node
// Written for any Node ever released: an old one must reach the sentence below instead of a syntax error.
'use strict';
var fs = require('fs');
var path = require('path');

var root = path.join(__dirname, '..');
var source = path.join(root, 'src', 'cli', 'main.ts');
var isCheckout = fs.existsSync(source);

function isAtLeast(major, minor) {
  var parts = process.versions.node.split('.');
  return Number(parts[0]) > major || (Number(parts[0]) === major && Number(parts[1]) >= minor);
}

/** What the child has open: the three streams, and what the shell opened for `<(command)`, which is named on the command line. */
function streamsOf(args) {
  var streams = ['inherit', 'inherit', 'inherit'];
  args.forEach(function (arg) {
    var named = /(?:^|=)\/(?:dev|proc\/self)\/fd\/([0-9]{1,4})$/.exec(arg);
    var fd = named === null ? 0 : Number(named[1]);
    if (fd < 3 || !fs.existsSync('/dev/fd/' + fd)) return;
    while (streams.length < fd) streams.push('ignore');
    streams[fd] = fd;
  });
  return streams;
}

/** Hands over to the Node that `npm ci` puts into a checkout, and ends as it ends. */
function runWith(node) {
  var spawn = require('child_process').spawn;
  var env = Object.assign({}, process.env, { WHY503_LAUNCHED: '1' });
  var args = process.argv.slice(2);
  var child = spawn(node, [__filename].concat(args), { stdio: streamsOf(args), env: env });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(function (signal) {
    // A terminal sends the signal to the child as well, which takes the two for one; `kill` sends it to the launcher alone.
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on('error', function (error) {
    process.stderr.write('why503: cannot start ' + node + ': ' + error.message + '\n');
    process.exitCode = 2;
  });
  child.on('exit', function (code, signal) {
    process.exitCode = code === null ? 128 + (require('os').constants.signals[signal] || 0) : code;
  });
}

function enableCompileCache() {
  var cache;
  try {
    cache = process.env.XDG_CACHE_HOME || path.join(require('os').homedir(), '.cache');
    // One level at a time: Node never returns from a folder that cannot be made, such as one in /proc (24.21), and a home that
    // does not exist is not ours to make.
    [cache, path.join(cache, 'why503')].forEach(function (folder) {
      if (!fs.existsSync(folder)) fs.mkdirSync(folder);
    });
    require('module').enableCompileCache(path.join(cache, 'why503'));
  } catch (_) {
    // Only speed is lost.
  }
}

function start() {
  enableCompileCache();
  require(isCheckout ? source : path.join(root, 'dist', 'cli', 'main.js')).main(process.argv.slice(2));
}

// In a checkout the sources run as they are; Node 22 does that too, but says so on stderr each time.
var needed = isCheckout ? [24, 3] : [22, 19];
var local = path.join(root, 'node_modules', '.bin', 'node');
if (isAtLeast(needed[0], needed[1])) {
  start();
} else if (isCheckout && !process.env.WHY503_LAUNCHED && fs.existsSync(local)) {
  runWith(local);
} else if (isAtLeast(22, 19)) {
  start();
} else {
  process.stderr.write(
    'why503 needs Node 22.19 or newer and this is ' + process.versions.node + (isCheckout ? '; run `npm ci` in ' + root + ' to get one.\n' : '.\n'),
  );
  process.exitCode = 2;
}
