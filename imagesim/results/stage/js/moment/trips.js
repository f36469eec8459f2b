// What goes between registries and nodes: requests and pulls, each long enough to be seen.

const LEAST = 1 / 40; // of the run: a pull of a second is shown longer than it took, or nobody would see it

/** The host of an image's name, as the container runtime reads it. */
export function hostOf(image) {
  const [first, ...rest] = image.split("/");
  return rest.length && (/[.:]/.test(first) || first === "localhost") ? first : "docker.io";
}

/**
 * The trips of a run in the order in which they begin: node, host, when they are shown, how it went, which version.
 *
 * Requests of a node to a host that follow each other closely are one trip. It brought layers ("fetched"), or only
 * answers ("asked"), or was refused. A pull that failed without any request reached nobody ("failed").
 */
export function tripsOf(run) {
  const least = run.end_s * LEAST;
  const found = [];
  const open = new Map();
  for (const request of run.requests) {
    if (request.node === null) continue;
    const key = `${request.node} ${request.host}`;
    const ended = request.ended_s ?? request.time_s;
    let trip = open.get(key);
    if (!trip || request.time_s > trip.until_s + 1) {
      trip = {
        node: request.node,
        host: request.host,
        from_s: request.time_s,
        until_s: ended,
        kind: "asked",
        version: null,
      };
      open.set(key, trip);
      found.push(trip);
    }
    trip.until_s = Math.max(trip.until_s, ended);
    trip.kind = kindWith(trip.kind, request);
  }
  for (const pull of run.pulls) addPull(found, pull, run.end_s);
  for (const trip of found) trip.shown_s = Math.max(trip.until_s, trip.from_s + least);
  return found.sort((one, other) => one.from_s - other.from_s);
}

function kindWith(kind, request) {
  if (kind === "fetched" || (request.object.startsWith("blobs/") && request.status < 300)) return "fetched";
  return request.status === 0 || request.status === 403 || request.status === 404 || request.status >= 429
    ? "refused"
    : kind;
}

/** A pull gives its trip a version; one without a trip that failed, or is not over, is a trip of its own. */
function addPull(found, pull, endS) {
  const started = pull.started_s ?? pull.queued_s;
  const ended = pull.ended_s ?? endS;
  const own = found.filter(
    (trip) => trip.node === pull.node && trip.from_s <= ended + 0.02 && trip.until_s >= started - 0.02,
  );
  for (const trip of own) {
    if (pull.version !== null) trip.version = pull.version;
    if (pull.outcome === "Unfinished") trip.until_s = endS;
  }
  if (own.length || pull.node === null || !["Failed", "Unfinished"].includes(pull.outcome)) return;
  const kind = pull.outcome === "Failed" ? "failed" : "asked";
  const trip = { node: pull.node, host: hostOf(pull.image), from_s: started, until_s: ended, kind, version: null };
  if (kind === "failed" && /policy|Never/.test(pull.error ?? "")) return;
  found.push(trip);
}

/** The trips that are shown at a time, with how far they are, from 0 to 1. */
export function tripsAt(trips, seconds) {
  const now = trips.filter((trip) => trip.from_s <= seconds && seconds < trip.shown_s);
  return now.map((trip) => ({ ...trip, part: (seconds - trip.from_s) / (trip.shown_s - trip.from_s) }));
}
