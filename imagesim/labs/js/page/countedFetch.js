// A fetch that tells how many bytes came, as they come.

/** *fetch_* that calls `came(bytes)`, once unpacked, for each piece. */
export function countedFetch(fetch_, came) {
  return async (...request) => {
    const response = await fetch_(...request);
    // Of a copy: a browser keeps what it compiled of the answer itself, and not of one that was made anew.
    count(response.clone().body, came).catch(() => {}); // who reads the answer hears what went wrong
    return response;
  };
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
