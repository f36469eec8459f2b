import assert from "node:assert/strict";
import { test } from "node:test";
import { pageHost } from "../../../imagesim/labs/js/page/pageHost.js";

/** A host whose questions are answered by `answer(index, answer)`, or fail by `fail(index, words)`. */
function opened() {
  const asked = [];
  const python = {
    ask: (question) => new Promise((resolve, reject) => asked.push({ question, resolve, reject })),
  };
  const first = { lab: {}, values: { replicas: 8 }, view: { share: "lab", mistake: "" } };
  const host = pageHost({ python, module: "lab", first, busy: () => {}, link: (code) => `page#${code}` });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async (index, values, share) => {
    asked[index].resolve({ values, view: { share, mistake: "" } });
    await settled();
  };
  const fail = async (index, words) => {
    asked[index].reject(new Error(words));
    await settled();
  };
  return { host, asked, answer, fail };
}

test("of what is asked while an answer is awaited the last is asked, and the others never", async () => {
  const { host, asked, answer } = opened();
  for (const replicas of [9, 10, 11, 12]) host.set({ replicas });
  assert.equal(asked.length, 1);
  await answer(0, { replicas: 9 }, "lab?replicas=9");
  assert.equal(host.values.replicas, 12); // where the reader has it, and not where the answer was
  assert.equal(asked.length, 2);
  assert.deepEqual(asked[1].question, { kind: "view", values: { replicas: 12 }, lab: "lab" });
  await answer(1, { replicas: 12 }, "lab?replicas=12");
  assert.equal(asked.length, 2);
  assert.equal(host.link(), "page#lab?replicas=12");
});

test("what is secret goes with every question, and is in no value, until a reset", async () => {
  const { host, asked, answer } = opened();
  host.secret("password", "typed");
  await answer(0, { replicas: 8 }, "lab");
  host.set({ replicas: 9 });
  assert.deepEqual(asked[1].question.values, { replicas: 9, password: "typed" });
  assert.equal(JSON.stringify([host.values, host.view]).includes("typed"), false);
  await answer(1, { replicas: 9 }, "lab?replicas=9");
  host.reset();
  assert.deepEqual(asked[2].question.values, {});
});

test("what has no answer is said in words, and the next question is asked", async () => {
  const { host, asked, answer, fail } = opened();
  const shown = [];
  host.onChange(() => shown.push(host.view.mistake));
  host.set({ replicas: 9 });
  host.set({ replicas: 10 });
  await fail(0, "It was stopped.");
  assert.deepEqual(shown, ["It was stopped."]);
  await answer(1, { replicas: 10 }, "lab?replicas=10");
  assert.deepEqual(shown, ["It was stopped.", ""]);
});
