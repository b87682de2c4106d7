// Questions to Python and their answers: two in flight, the latest wins, a lost answer frees its place.
// Two, because the notebook server's sockets wait for an acknowledgement (Nagle) when only one message
// is under way; never more, so that a slow function cannot build up a queue.

export const IN_FLIGHT = 2;
export const LOST_AFTER = 2000;

// send(message) posts; on.frame(frame, params, id) gets answers, never an older one after a newer one;
// on.lost() is told of an answer that did not come. clock stands in for timers in tests.
export function pipeline(send, on, clock = { set: (f, t) => setTimeout(f, t), clear: (t) => clearTimeout(t) }) {
  const flying = new Map();
  let waiting = null;
  let asked = 0;
  let newest = 0;
  function pump() {
    while (waiting !== null && flying.size < IN_FLIGHT) {
      const id = ++asked;
      const params = waiting;
      waiting = null;
      const timer = clock.set(() => { flying.delete(id); on.lost(); pump(); }, LOST_AFTER);
      flying.set(id, { params, timer });
      send({ ask: id, params });
    }
  }
  return {
    ask(params) { waiting = params; pump(); },
    answer(id, ...frame) {
      const question = flying.get(id);
      if (question) clock.clear(question.timer);
      flying.delete(id);
      if (id > newest && id <= asked) {
        newest = id;
        on.frame(...frame, question ? question.params : null);
      }
      pump();
    },
    close() {
      for (const { timer } of flying.values()) clock.clear(timer);
      flying.clear();
      waiting = null;
    },
    get inFlight() { return flying.size; },
  };
}

export function transport(model, { frame, silence }) {
  const view = uid("view");
  const post = (message) => {
    try {
      model.send({ ...message, view });
    } catch {
      // the channel is gone with its kernel: the answer counts as lost, and the figure says so
    }
  };
  const line = pipeline(post, {
    frame,
    lost: () => silence("Python has not answered for 2 seconds: it is still computing, or the kernel was restarted. "
      + "Wait, or run this cell again."),
  });
  const receive = (message, buffers = []) => {
    if (message.view !== view) return;
    const arrays = Object.fromEntries((message.arrays || []).map((name, i) => [name, floats(buffers[i])]));
    line.answer(message.reply, message.frame, arrays);
  };
  model.on("msg:custom", receive);
  post({ open: true });
  return {
    ask: line.ask,
    close() {
      model.off("msg:custom", receive);
      line.close();
      post({ open: false });
    },
  };
}
