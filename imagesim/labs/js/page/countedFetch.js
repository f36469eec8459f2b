// A fetch that tells how many bytes came, as they come, and what does not come at all.

/** *plain* is the browser's fetch. `came(bytes)` is called for each piece, once unpacked; `failed(error)` may be shown. */
export function countedFetch(plain, came, failed) {
  return async (...request) => {
    const response = await answered(plain, request).catch((error) => {
      failed(error);
      throw error;
    });
    // Of a copy: a browser keeps what it compiled of the answer itself, and not of one that was made anew.
    count(response.clone().body, came).catch(() => {}); // who reads the answer hears what went wrong
    return response;
  };
}

async function answered(plain, request) {
  const [asked] = request;
  const address = asked.url ?? String(asked);
  const response = await plain(...request).catch(() => {
    throw new Error(`${address} did not come; is there a network?`);
  });
  if (!response.ok) throw new Error(`the site does not give ${address} (${response.status})`);
  return response;
}

async function count(body, came) {
  if (body === null) return;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    came(value.byteLength);
  }
}
