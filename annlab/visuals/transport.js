// Questions to Python and their answers: few in flight, the latest wins, a lost answer frees its place.
// Several, so that Python never waits for a question, and because a notebook server whose sockets run with Nagle's algorithm
// holds an answer back until the browser acknowledges the kernel's "busy" before it, which the next question does at once
// and a silent browser only after 40 ms. Where Python is slow, a question that is sent early only queues and grows old:
// it goes out shortly before Python is expected to have time for it.

export const IN_FLIGHT = 3;
export const LEAD = 20; // ms: how long before that
export const LOST_AFTER = 2000;

const TIME = { now: () => performance.now(), set: (f, t) => setTimeout(f, t), clear: (t) => clearTimeout(t) };

// send(message) posts; on.frame(...frame, params) gets answers, never an older one after a newer one;
// on.lost() is told of an answer that did not come. clock stands in for time in tests.
export function pipeline(send, on, clock = TIME) {
  const flying = new Map();
  let waiting = null;
  let asked = 0;
  let newest = 0;
  let took = LEAD; // ms that Python needed for the last answer
  let free = 0; // when Python will have answered all that are in flight
  let later = null;
  function pump() {
    clock.clear(later);
    while (waiting !== null && flying.size < IN_FLIGHT) {
      const now = clock.now();
      if (flying.size && free - LEAD > now) {
        later = clock.set(pump, free - LEAD - now);
        return;
      }
      const id = ++asked;
      const params = waiting;
      waiting = null;
      free = Math.max(free, now) + took;
      const timer = clock.set(() => { flying.delete(id); on.lost(); pump(); }, LOST_AFTER);
      flying.set(id, { params, timer });
      send({ ask: id, params });
    }
  }
  return {
    ask(params) { waiting = params; pump(); },
    answer(id, time, ...frame) {
      const question = flying.get(id);
      if (question) clock.clear(question.timer);
      flying.delete(id);
      took = time;
      free = clock.now() + flying.size * took;
      const late = id <= newest || id > asked;
      pump();  // before the drawing: the next question is under way meanwhile
      if (late) return;
      newest = id;
      on.frame(...frame, question ? question.params : null);
    },
    close() {
      for (const { timer } of flying.values()) clock.clear(timer);
      clock.clear(later);
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
    if (!message.pushed && message.view !== view) return;
    const arrays = Object.fromEntries((message.arrays || []).map((name, i) => [name, floats(buffers[i])]));
    if (message.pushed) frame(message.frame, arrays, null);  // Python's own accord, to every view
    else line.answer(message.reply, message.took, message.frame, arrays);
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
