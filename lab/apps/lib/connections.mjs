/** Ends of connections that no header announces: after `closeAfter` answers, at `maxAge` milliseconds. A request under way is answered first. */
export function boundConnections(server, { closeAfter, maxAge }) {
  if (closeAfter === undefined && maxAge === undefined) return;
  const states = new WeakMap();
  server.on('connection', (socket) => {
    const state = { answers: 0, isBusy: false, isDue: false };
    states.set(socket, state);
    if (maxAge === undefined) return;
    const timer = setTimeout(() => {
      state.isDue = true;
      if (!state.isBusy) socket.end();
    }, maxAge);
    socket.on('close', () => clearTimeout(timer));
  });
  server.on('request', (request, response) => {
    const state = states.get(request.socket);
    if (state === undefined) return; // TLS: the connection is another object
    state.isBusy = true;
    response.on('finish', () => {
      state.isBusy = false;
      state.answers += 1;
      if (state.isDue || state.answers === closeAfter) request.socket.end();
    });
  });
}
