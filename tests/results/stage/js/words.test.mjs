import assert from "node:assert/strict";
import { test } from "node:test";

import {
  counted,
  fitting,
  general,
  inWords,
  momentInWords,
  shortened,
  textWidth,
} from "../../../../imagesim/results/stage/js/sheet/words.js";

test("numbers are written as the still pictures write them", () => {
  assert.deepEqual(
    [300, 953.456, 0.5, 1234567].map((value) => general(value)),
    ["300", "953.456", "0.5", "1234570"],
  );
});

test("whole numbers have a comma for each thousand", () => {
  assert.deepEqual([0, 999, 15000, 1234567].map(counted), ["0", "999", "15,000", "1,234,567"]);
});

test("durations are told in the unit that one would say", () => {
  assert.deepEqual([45, 150, 11520].map(inWords), ["45 s", "2.5 min", "3.2 h"]);
});

test("a moment is told in steps that fit the run", () => {
  assert.equal(momentInWords(12.34, 60), "12.3 s");
  assert.equal(momentInWords(312, 1800), "5 min 12 s");
  assert.equal(momentInWords(3900, 86400), "1 h 05 min");
  assert.equal(momentInWords(100000, 864000), "1 d 03 h");
});

test("a text that is too long keeps its end", () => {
  assert.equal(shortened("web-58cd97df88-cxdsc", textWidth("123456")), "…cxdsc");
  assert.equal(shortened("web", 200), "web");
});

test("of several ways to say it the first that fits is taken", () => {
  assert.equal(fitting(["much too long", "short"], textWidth("short")), "short");
  assert.equal(fitting(["much too long"], 10), "");
});
