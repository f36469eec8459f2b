// What is said once a guess is locked: "You said 4 pods. It was 0 pods.", and how near that is, never by colour alone.

// Parts of the axis, or of the range that could be guessed.
const NEAR = 0.05;
const WIDE = 0.75;

const GRADES = { right: "Right.", near: "Close.", wrong: "Not so." };

const numeral = (value) => value.toLocaleString("en", { maximumFractionDigits: 2 });

/** "1 pod", "4 pods", "30 min": as Python says it (`NumberGuess.with_unit`). */
export function withUnit(guess, value) {
  const unit = value === 1 && guess.unit.length > 2 ? guess.unit.replace(/s$/, "") : guess.unit;
  return `${numeral(value)} ${unit}`.trim();
}

function saidSpan(guess, [low, high]) {
  return low === high ? withUnit(guess, low) : `${numeral(low)} to ${withUnit(guess, high)}`;
}

const SAID = {
  number: withUnit,
  point: withUnit,
  span: saidSpan,
  choice: (_, value) => value,
  several: (_, value) => value.join(", ") || "none of them",
  order: (_, value) => value.join(", then "),
  words: (_, value) => value,
};

/** A guess in words. */
export const saidGuess = (guess, value) => SAID[guess.kind](guess, value).replace(/\.$/, "");

const outside = (value, { low, high }) => Math.max(low - value, value - high, 0);

function gradedNumber(guess, value, truth) {
  const off = outside(value, truth);
  if (off === 0) return ["right", ""];
  return [off <= NEAR * (guess.most - guess.least) ? "near" : "wrong", ""];
}

function gradedPoint(guess, value, truth) {
  // What is dragged cannot be nearer than its step.
  return outside(value, truth) <= guess.step / 2 ? ["right", ""] : gradedNumber(guess, value, truth);
}

function gradedSpan(guess, [low, high], truth) {
  const wide = high - low >= WIDE * (guess.most - guess.least) ? " It is a wide one." : "";
  const holds = (value) => low <= value && value <= high;
  if (truth.runs !== null) {
    const held = truth.runs.filter(holds).length;
    const all = truth.runs.length;
    const grade = held === all ? "right" : held > 0 ? "near" : "wrong";
    return [grade, `Your range holds ${held === all ? "all" : held} of the ${all} runs.${wide}`];
  }
  if (holds(truth.low) && holds(truth.high)) return ["right", wide.trim()];
  return [low <= truth.high && truth.low <= high ? "near" : "wrong", ""];
}

function gradedSeveral(_, value, truth) {
  const missing = truth.value.filter((each) => !value.includes(each)).length;
  const much = value.filter((each) => !truth.value.includes(each)).length;
  if (missing + much === 0) return ["right", ""];
  const parts = [
    missing > 0 && `${missing} ${missing === 1 ? "is" : "are"} missing`,
    much > 0 && `${much} ${much === 1 ? "does" : "do"} not belong`,
  ];
  return [value.length > much ? "near" : "wrong", `${parts.filter(Boolean).join(", ")}.`];
}

function gradedOrder(_, value, truth) {
  const right = value.filter((each, place) => truth.value[place] === each).length;
  const all = value.length;
  if (right === all) return ["right", ""];
  return [right > 0 ? "near" : "wrong", `${right} of ${all} in the right place.`];
}

const GRADED = {
  number: gradedNumber,
  point: gradedPoint,
  span: gradedSpan,
  choice: (_, value, truth) => [value === truth.value ? "right" : "wrong", ""],
  several: gradedSeveral,
  order: gradedOrder,
};

/**
 * {grade, text} for what was settled, {state: "locked", value} or {state: "skipped"}. *truth* is null where nothing is
 * compared; the grade is then "open", as for free text, which the reader compares.
 */
export function verdict(guess, settled, truth) {
  const was = truth === null || guess.kind === "words" ? "" : ` It was ${truth.said}.`;
  if (settled.state === "skipped") return { grade: "skipped", text: `You skipped this.${was}` };
  if (guess.kind === "words") return { grade: "open", text: `You wrote: “${settled.value}”` };
  const said = `You said ${saidGuess(guess, settled.value)}.`;
  if (truth === null) return { grade: "open", text: said };
  const [grade, more] = GRADED[guess.kind](guess, settled.value, truth);
  return { grade, text: [`${said}${was}`, GRADES[grade], more].filter(Boolean).join(" ") };
}
