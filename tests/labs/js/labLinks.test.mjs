import assert from "node:assert/strict";
import { test } from "node:test";
import { codeIn, linkTo } from "../../../imagesim/labs/js/page/labLinks.js";

test("an address's hash is a code of the lab that it names, and of no other", () => {
  assert.equal(codeIn("#moved-tag?replicas=12", "moved_tag"), "moved-tag?replicas=12");
  assert.equal(codeIn("#moved-tag", "moved_tag"), "moved-tag");
  assert.equal(codeIn("#moved-tags", "moved_tag"), "");
  assert.equal(codeIn("#names?image=a%20b", "moved_tag"), "");
  assert.equal(codeIn("", "moved_tag"), "");
});

test("a link is the page with the code in place of its hash", () => {
  const location = { href: "https://example.org/labs/moved-tag.html#moved-tag?seed=2" };
  assert.equal(linkTo("moved-tag?seed=3", location), "https://example.org/labs/moved-tag.html#moved-tag?seed=3");
});
