// A small run as the JSON object has it: two nodes, a tag that moves, a pull that fails and is tried again.

const texts = (...values) => {
  const found = [...new Set(values)];
  return { texts: found, at: values.map((value) => found.indexOf(value)) };
};

const LOOK = { detail: "", hatch: "", ink: "#000000" };

export function smallRun(changes = {}) {
  return {
    end_s: 100,
    axis: {
      end_s: 100,
      left: 176,
      ticks: [
        [0, "0"],
        [50, "50"],
      ],
      title: "seconds since the start",
    },
    nodes: { name: texts("n-0", "n-1"), created_s: [0, 40], gone_s: [null, null] },
    registries: { host: texts("registry.example"), kind: texts("registry"), of: texts("") },
    rows: { name: texts("web-a", "web-b"), pod: [0, 1], lanes: [1, 1] },
    states: {
      row: [0, 0, 1, 1],
      pod: [0, 0, 1, 1],
      started_s: [0, 2, 40, 60],
      ended_s: [2, null, 60, null],
      look: [0, -1, 1, -2],
      ready: [false, true, false, true],
      lane: [0, 0, 0, 0],
    },
    pods: {
      namespace: texts("shop", "shop"),
      pod: texts("web-a", "web-b"),
      workload: texts("Deployment/shop/web", "Deployment/shop/web"),
      node: [0, 1],
      created_s: [0, 40],
      scheduled_s: [0, 40],
      ready_s: [2, 60],
      deleted_s: [null, null],
    },
    pulls: {
      pod: [0, 1, 1],
      node: [0, 1, 1],
      image: texts(...Array(3).fill("registry.example/shop/web:v1")),
      version: [0, null, 1],
      queued_s: [0, 40, 58],
      started_s: [0, 40, 58],
      ended_s: [2, 41, 60],
      backoff_until_s: [null, 51, null],
      outcome: texts("Pulled", "Failed", "Pulled"),
      bytes: [10, 0, 10],
      error: texts("", "no answer", ""),
    },
    requests: {
      time_s: [0.1, 0.2, 58.5],
      ended_s: [null, 2, 60],
      node: [0, 0, 1],
      host: texts(...Array(3).fill("registry.example")),
      object: texts("manifests/v1", "blobs/sha256:1", "blobs/sha256:2"),
      status: [200, 200, 200],
    },
    images: { node: [0, 1], image: texts("web", "web"), version: [0, 1], from_s: [2, 60], to_s: [70, null] },
    tags: {
      time_s: [0, 30],
      host: texts("registry.example", "registry.example"),
      repository: texts("shop/web", "shop/web"),
      tag: texts("v1", "v1"),
      version: [0, 1],
      digest: texts("sha256:a", "sha256:b"),
    },
    causes: {
      time_s: [30, 35],
      ended_s: [30, 55],
      event: texts("push", "outage"),
      target: texts("registry.example/shop/web:v1", "registry.example"),
      label: texts("push b over v1", "outage"),
      text: texts("push b over registry.example/shop/web:v1", "registry.example does not answer"),
    },
    marks: { lines: [0.3], bands: [[0.35, 0.55]], labels: [], lanes: 0 },
    versions: [
      { ...LOOK, label: "a", detail: "sha256:a", colour: "#0072b2" },
      { ...LOOK, label: "b", detail: "sha256:b", colour: "#e69f00", hatch: "/" },
    ],
    looks: [
      { ...LOOK, label: "ContainerCreating", colour: "#dcdcdc" },
      { ...LOOK, label: "ImagePullBackOff", colour: "#f7c59f", hatch: "\\" },
    ],
    shares: null,
    ...changes,
  };
}
