// Questions to Python and their answers: few in flight, the latest wins, a lost answer frees its place.
// Several, because the notebook server's sockets hold an answer back (Nagle's algorithm) until the browser acknowledges
// the kernel's "busy" before it, which the next question does at once and a silent browser only after 40 ms. Three keep
// that up where an answer is a little late; where Python itself is slow they would only queue, and there are two.

export const IN_FLIGHT = 2;
export const QUICK = 5; // ms: a third question where an answer takes Python less
export const LOST_AFTER = 2000;

// send(message) posts; on.frame(...frame, params) gets answers, never an older one after a newer one;
// on.lost() is told of an answer that did not come. clock stands in for timers in tests.
export function pipeline(send, on, clock = { set: (f, t) => setTimeout(f, t), clear: (t) => clearTimeout(t) }) {
  const flying = new Map();
  let waiting = null;
  let asked = 0;
  let newest = 0;
  let most = IN_FLIGHT;
  function pump() {
    while (waiting !== null && flying.size < most) {
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
    answer(id, took, ...frame) {
      most = took < QUICK ? IN_FLIGHT + 1 : IN_FLIGHT;
      const question = flying.get(id);
      if (question) clock.clear(question.timer);
      flying.delete(id);
      const late = id <= newest || id > asked;
      pump();  // before the drawing: the next question is under way meanwhile
      if (late) return;
      newest = id;
      on.frame(...frame, question ? question.params : null);
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
    line.answer(message.reply, message.took, message.frame, arrays);
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
