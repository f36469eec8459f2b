import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { placeFiles, unpacked } from "../../../imagesim/labs/js/page/packs.js";

function packOf(files) {
  const head = Buffer.from(JSON.stringify(files.map(([name, text]) => [name, text.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return gzipSync(Buffer.concat([length, head, ...files.map(([, text]) => Buffer.from(text))]));
}

test("the files of a pack come out as they went in, and are written with their folders", async () => {
  const files = [["a/b/one.py", "1"], ["a/b/empty.py", ""], ["two.py", "22"]];
  const found = await unpacked(new Response(packOf(files)).body);
  assert.deepEqual(found.map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]), files);
  const [folders, written] = [[], []];
  const FS = { mkdirTree: (path) => folders.push(path), writeFile: (path) => written.push(path) };
  placeFiles(FS, "/lib", found);
  assert.deepEqual(folders, ["/lib/a/b", "/lib"]);
  assert.deepEqual(written, ["/lib/a/b/one.py", "/lib/a/b/empty.py", "/lib/two.py"]);
});
