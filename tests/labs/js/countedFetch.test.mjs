import assert from "node:assert/strict";
import { test } from "node:test";
import { countedFetch } from "../../../imagesim/labs/js/page/countedFetch.js";

test("what comes is counted, and comes whole", async () => {
  let bytes = 0;
  const fetch_ = countedFetch(async () => new Response("12345"), (more) => (bytes += more), assert.fail);
  assert.equal(await (await fetch_("https://example.org/a")).text(), "12345");
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(bytes, 5);
});

test("what the site does not give, or what no network brings, is told with its address", async () => {
  for (const [plain, words] of [
    [async () => new Response("", { status: 404 }), /does not give https:\/\/example.org\/a \(404\)/],
    [async () => Promise.reject(new TypeError("Failed to fetch")), /https:\/\/example.org\/a did not come/],
  ]) {
    const told = [];
    const fetch_ = countedFetch(plain, assert.fail, (error) => told.push(error));
    await assert.rejects(fetch_(new URL("https://example.org/a")), words);
    assert.match(told[0].message, words);
  }
});
