// A run that was kept beside the one that is shown: what was changed, and what came of it, in a sentence.

const NONE = "(none)";

/** What differs between two settings of the same controls: [label, before, now]. */
export function changedSettings(lab, before, now) {
  const words = (value) => (Array.isArray(value) ? value.join(", ") : String(value)) || NONE;
  return Object.entries(lab.controls)
    .filter(([name, spec]) => spec.kind !== "password" && words(before[name]) !== words(now[name]))
    .map(([name, spec]) => {
      const unit = spec.unit ? ` ${spec.unit}` : "";
      return [spec.label, `${words(before[name])}${unit}`, `${words(now[name])}${unit}`];
    });
}

/** What differs between what two views say of themselves, [label, text] each: [label, before, now]. */
export function changedTexts(before, now) {
  const [kept, shown] = [new Map(before), new Map(now)];
  return [...new Set([...shown.keys(), ...kept.keys()])]
    .map((label) => [label, kept.get(label) || NONE, shown.get(label) || NONE])
    .filter(([, one, other]) => one !== other);
}

/** What came of a change, in words; where nothing is counted there is nothing to say of numbers. */
function outcome(before, now) {
  const texts = ({ numbers, facts }) => [...numbers.map(([label, , said]) => [label, said]), ...facts];
  const changed = changedTexts(texts(before), texts(now));
  if (changed.length > 0) return arrows(changed);
  if (before.facts.length + now.facts.length > 0) return "nothing that the lab says of it differs";
  if (before.numbers.length > 0) return "no number differs";
  return before.sentence === now.sentence ? "nothing differs" : `“${before.sentence}” → “${now.sentence}”`;
}

const arrows = (rows) => rows.map(([label, before, now]) => `${label} ${before} → ${now}`).join("; ");

/** The sentence. *kept* and *shown* are {values, view}. */
export function comparisonSentence(lab, kept, shown) {
  const settings = changedSettings(lab, kept.values, shown.values);
  if (settings.length === 0) return "This is the run that you kept. Change something, and compare.";
  return `Kept → now. You changed: ${arrows(settings)}. What came of it: ${outcome(kept.view, shown.view)}.`;
}
