"""aiohttp_server.py PORT KEEPALIVE_SECONDS"""

import sys

from aiohttp import web


async def answer(request):
    return web.Response(text="ok\n")


app = web.Application()
app.router.add_get("/", answer)
options = {"keepalive_timeout": float(sys.argv[2])} if len(sys.argv) > 2 else {}
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, **options)
