// Python in a worker: questions are answered in their order, one at a time. A question that takes too long, or that the
// reader stops, is ended with its worker, and another worker takes those that wait: the page itself never stands still.

const LIMIT_S = 20;

/** A question was ended before it had an answer; the message says why, for the reader. */
export class Ended extends Error {}

const tooLong = (seconds) =>
  `It was stopped, since it took longer than ${seconds} seconds. Python starts again; set something smaller.`;

/** *makeWorker* starts a worker that loads Python (pythonWorker.js). It is called when the first question comes. */
export class Python {
  #makeWorker;
  #worker = null;
  #isReady = false;
  #waiting = [];
  #asked = null;
  #listeners = new Set();
  #progress = { loaded: 0, total: 0 };

  constructor(makeWorker) {
    this.#makeWorker = makeWorker;
  }

  /**
   * A promise of the answer; it fails with an Error whose message may be shown. *late(seconds, goOn)*, if there is one,
   * is called when the limit has passed: unless `goOn()` is called within another limit, the question is ended.
   */
  ask(question, limit_s = LIMIT_S, late = null) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, limit_s, late, resolve, reject });
      this.#next();
    });
  }

  /** End what is being answered, if anything is. */
  stop() {
    this.#end(new Ended("It was stopped."));
  }

  /** Calls back with {loaded, total} in bytes, now and while Python comes; the function returned ends that. */
  onProgress(callback) {
    this.#listeners.add(callback);
    callback(this.#progress);
    return () => this.#listeners.delete(callback);
  }

  #next() {
    if (this.#asked !== null || this.#waiting.length === 0) return;
    this.#worker ??= this.#started();
    if (!this.#isReady) return;
    this.#asked = this.#waiting.shift();
    const asked = this.#asked;
    asked.timer = setTimeout(() => this.#isLate(asked), 1000 * asked.limit_s);
    this.#worker.postMessage({ kind: "question", text: JSON.stringify(asked.question) });
  }

  #isLate(asked) {
    const { limit_s, late } = asked;
    const end = (seconds) => this.#end(new Ended(tooLong(seconds)));
    if (late === null) {
      end(limit_s);
      return;
    }
    asked.timer = setTimeout(() => end(2 * limit_s), 1000 * limit_s);
    late(limit_s, () => clearTimeout(asked.timer));
  }

  #started() {
    const worker = this.#makeWorker();
    worker.onmessage = ({ data }) => this.#heard(data);
    worker.onerror = (event) => this.#lost(event.message || "its worker did not start");
    return worker;
  }

  #heard(message) {
    if (message.kind === "progress") this.#tell(message);
    else if (message.kind === "ready") this.#isReady = true;
    else if (message.kind === "answer") this.#settled().resolve(JSON.parse(message.text));
    else if (message.kind === "failed") this.#settled().reject(new Error(message.words));
    else if (message.kind === "dead") this.#end(new Ended(message.words));
    else if (message.kind === "broken") this.#lost(message.words);
    this.#next();
  }

  #tell({ loaded, total }) {
    this.#progress = { loaded, total };
    for (const callback of this.#listeners) callback(this.#progress);
  }

  #settled() {
    const asked = this.#asked;
    clearTimeout(asked.timer);
    this.#asked = null;
    return asked;
  }

  #end(error) {
    if (this.#asked === null) return;
    const asked = this.#settled();
    this.#drop();
    this.#worker = this.#started(); // so that it is there when the next question comes
    asked.reject(error);
  }

  /** Python cannot be had: everybody who waits hears so, and the next question is another try. */
  #lost(words) {
    const all = [...(this.#asked ? [this.#settled()] : []), ...this.#waiting.splice(0)];
    this.#drop();
    for (const { reject } of all) reject(new Error(words));
  }

  #drop() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#isReady = false;
  }
}
