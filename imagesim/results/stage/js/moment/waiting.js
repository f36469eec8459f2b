// What a container waits for, in words of several lengths: the longest that fits is written.

import { inWords } from "../sheet/words.js";

const WAYS = {
  "waiting for the puller": ["waits for its turn to pull", "waits to pull", "waits"],
  PodInitializing: ["init containers first", "init first"],
  CrashLoopBackOff: ["crashed, waits to restart", "crashed, waits", "crashed"],
  ErrImageNeverPull: ["not on the node, may not pull", "may not pull"],
  InvalidImageName: ["the name is no image name", "no image name", "bad name"],
  ImageInspectError: ["image cannot be read"],
  Error: ["ended with an error", "error"],
  OOMKilled: ["killed: out of memory", "no memory"],
  Completed: ["done"],
};
const UNPACKING = ["unpacking its layers", "unpacking", "unpacks"];

/**
 * The ways to say what a container that looks so waits for.
 *
 * `pull` is the pull of its pod that is under way or was the last, if any; `hasAll` says that its layers have come.
 */
export function waitingFor(label, pull, seconds, hasAll = false) {
  if (label.startsWith("Running ")) return [label.slice("Running ".length), ""];
  if (label === "ErrImagePull") return ["the pull failed", "pull failed", "failed"];
  if (label === "ImagePullBackOff") return backingOff(pull, seconds);
  if (label.startsWith("pulling ")) return hasAll ? UNPACKING : [label, "pulling"];
  if (label === "ContainerCreating") return creating(pull, seconds, hasAll);
  return [...(WAYS[label] ?? []), label];
}

function backingOff(pull, seconds) {
  const left = (pull?.backoff_until_s ?? 0) - seconds;
  if (left <= 0) return ["about to pull again", "pulls soon", "waits"];
  const words = inWords(left >= 120 ? Math.round(left / 6) * 6 : Math.ceil(left));
  return [`pull failed, again in ${words}`, `again in ${words}`, `in ${words}`, "waits"];
}

function creating(pull, seconds, hasAll) {
  if (!pull || (pull.ended_s !== null && pull.ended_s <= seconds)) return ["starting", "starts"];
  if (pull.started_s === null || pull.started_s > seconds)
    return ["waits for its turn to pull", "waits to pull", "waits"];
  return hasAll ? UNPACKING : ["pulling its image", "pulling"];
}
