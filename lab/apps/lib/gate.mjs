/** Lets so many in at a time; others wait, first come first served, and are turned away after `queueMs`. */
export function createGate(most, queueMs) {
  const waiting = [];
  let inside = 0;
  return {
    enter: () => {
      if (inside < most) {
        inside += 1;
        return Promise.resolve(true);
      }
      return new Promise((resolve) => {
        const entry = { let: () => resolve(true), timer: undefined };
        entry.timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(entry), 1);
          resolve(false);
        }, queueMs);
        waiting.push(entry);
      });
    },
    leave: () => {
      const next = waiting.shift();
      if (next === undefined) {
        inside -= 1;
        return;
      }
      clearTimeout(next.timer);
      next.let();
    },
  };
}
