"""A keep-alive server on Python's http.server: python3 server.py --help."""

import argparse
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

parser = argparse.ArgumentParser(description="HTTP/1.1 server that closes connections after an idle time.")
parser.add_argument("--host", default="0.0.0.0")
parser.add_argument("--port", type=int, default=8080, help="0 takes a free one")
parser.add_argument("--timeout", type=float, default=5.0, help="idle limit of connections in seconds (http.server has none of its own)")
parser.add_argument("--answer-delay", type=float, default=0.0, help="seconds before an answer")
parser.add_argument("--http10", action="store_true", help="answer as HTTP/1.0, http.server's own default: every connection ends with its answer")
options = parser.parse_args()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0" if options.http10 else "HTTP/1.1"
    timeout = options.timeout

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(options.answer_delay)
        body = b"ok\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = answer


server = ThreadingHTTPServer((options.host, options.port), Handler)
print(f"Serving HTTP on {options.host} port {server.server_port} (http://{options.host}:{server.server_port}/) ...", flush=True)
server.serve_forever()
