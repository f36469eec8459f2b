import assert from "node:assert/strict";
import { test } from "node:test";
import { Ended, Python } from "../../../imagesim/labs/js/page/python.js";

/** Workers that are there at once and answer when they are told to. */
function fakes() {
  const made = [];
  const make = () => {
    const worker = { questions: [], terminated: false };
    worker.postMessage = ({ text }) => worker.questions.push(JSON.parse(text));
    worker.terminate = () => (worker.terminated = true);
    worker.tells = (kind, more = {}) => worker.onmessage({ data: { kind, ...more } });
    worker.answers = (answer) => worker.tells("answer", { text: JSON.stringify(answer) });
    made.push(worker);
    return worker;
  };
  return { made, python: new Python(make) };
}

test("no worker is made before somebody asks, and nothing is asked before it is ready", () => {
  const { made, python } = fakes();
  assert.equal(made.length, 0);
  python.ask("one");
  assert.deepEqual(made[0].questions, []);
  made[0].tells("ready");
  assert.deepEqual(made[0].questions, ["one"]);
  made[0].answers(1);
});

test("questions are answered in their order, one at a time, by one worker", async () => {
  const { made, python } = fakes();
  const asked = [python.ask("one"), python.ask("two")];
  made[0].tells("ready");
  assert.deepEqual(made[0].questions, ["one"]);
  made[0].answers(1);
  assert.deepEqual(made[0].questions, ["one", "two"]);
  made[0].answers(2);
  assert.deepEqual(await Promise.all(asked), [1, 2]);
  assert.equal(made.length, 1);
});

test("what takes too long is ended with its worker, and another one takes those that wait", async () => {
  const { made, python } = fakes();
  const endless = python.ask("endless", 0);
  const next = python.ask("next");
  made[0].tells("ready");
  await assert.rejects(endless, (error) => error instanceof Ended && error.message.includes("longer than 0 seconds"));
  assert.equal(made[0].terminated, true);
  made[1].tells("ready");
  assert.deepEqual(made[1].questions, ["next"]);
  made[1].answers("there");
  assert.equal(await next, "there");
});

test("a reader who is asked may go on, and is answered however long it takes", async () => {
  const { made, python } = fakes();
  const told = [];
  const asked = python.ask("long", 0.01, (seconds, goOn) => {
    told.push(seconds);
    goOn();
  });
  made[0].tells("ready");
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.deepEqual(told, [0.01]);
  assert.equal(made[0].terminated, false);
  made[0].answers("there");
  assert.equal(await asked, "there");
});

test("what nobody goes on with is ended after another limit", async () => {
  const { made, python } = fakes();
  const asked = python.ask("long", 0.01, () => {});
  made[0].tells("ready");
  await assert.rejects(asked, (error) => error instanceof Ended && error.message.includes("longer than 0.02 seconds"));
  assert.equal(made[0].terminated, true);
});

test("a reader may stop what runs; with nothing under way that does nothing", async () => {
  const { made, python } = fakes();
  python.stop();
  assert.equal(made.length, 0);
  const asked = python.ask("one");
  made[0].tells("ready");
  python.stop();
  await assert.rejects(asked, Ended);
  assert.equal(made.length, 2);
});

test("a mistake of Python fails its question alone", async () => {
  const { made, python } = fakes();
  const [wrong, right] = [python.ask("wrong"), python.ask("right")];
  made[0].tells("ready");
  made[0].tells("failed", { words: "Python says: no" });
  await assert.rejects(wrong, /Python says: no/);
  made[0].answers("yes");
  assert.equal(await right, "yes");
  assert.equal(made.length, 1);
});

test("where Python has died another one starts", async () => {
  const { made, python } = fakes();
  const asked = python.ask("deep");
  made[0].tells("ready");
  made[0].tells("dead", { words: "Python ended" });
  await assert.rejects(asked, Ended);
  assert.equal(made.length, 2);
});

test("where Python cannot come everybody who waits hears so, and the next question is another try", async () => {
  const { made, python } = fakes();
  const asked = [python.ask("one"), python.ask("two")];
  made[0].tells("broken", { words: "the site does not give it." });
  for (const each of asked) await assert.rejects(each, /the site does not give it/);
  assert.equal(made.length, 1);
  const again = python.ask("three");
  made[1].tells("ready");
  made[1].answers(3);
  assert.equal(await again, 3);
});

test("who listens hears how far it is, from now on", () => {
  const { made, python } = fakes();
  const heard = [];
  python.ask("one");
  const stop = python.onProgress(({ loaded }) => heard.push(loaded));
  made[0].tells("progress", { loaded: 5, total: 10 });
  stop();
  made[0].tells("progress", { loaded: 10, total: 10 });
  assert.deepEqual(heard, [0, 5]);
});
