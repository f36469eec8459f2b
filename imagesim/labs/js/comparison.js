// A run that was kept beside the one that is shown: what was changed, and what that made of its numbers, in a sentence.

/** What differs between two settings of the same controls: [label, before, now]. */
export function changedSettings(lab, before, now) {
  const words = (value) => (Array.isArray(value) ? value.join(", ") || "none" : String(value));
  return Object.entries(lab.controls)
    .filter(([name, spec]) => spec.kind !== "password" && words(before[name]) !== words(now[name]))
    .map(([name, spec]) => {
      const unit = spec.unit ? ` ${spec.unit}` : "";
      return [spec.label, `${words(before[name])}${unit}`, `${words(now[name])}${unit}`];
    });
}

/** What differs between the numbers of two views: [label, before, now]. */
export function changedNumbers(before, now) {
  const kept = new Map(before.map(([label, value, said]) => [label, { value, said }]));
  return now
    .filter(([label, value]) => kept.has(label) && kept.get(label).value !== value)
    .map(([label, , said]) => [label, kept.get(label).said, said]);
}

/** The sentence. *kept* and *shown* are {values, view}. */
export function comparisonSentence(lab, kept, shown) {
  const settings = changedSettings(lab, kept.values, shown.values);
  if (settings.length === 0) return "This is the run that you kept. Change something, and compare.";
  const told = (rows) => rows.map(([label, before, now]) => `${label} ${before} → ${now}`).join("; ");
  const numbers = changedNumbers(kept.view.numbers, shown.view.numbers);
  const outcome = numbers.length === 0 ? "no number differs" : told(numbers);
  return `Kept → now. You changed: ${told(settings)}. What came of it: ${outcome}.`;
}
