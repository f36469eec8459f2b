// Causes that can be dragged in the picture, each for the control that it sets.

/** What the stage needs of each (`Lab.drags` in Python), and how a time becomes the control's value. */
export function labDrags(lab) {
  return lab.drags.map((drag) => {
    const spec = lab.controls[drag.control];
    const least = drag.least ?? spec.min;
    const time = (value) => drag.zero_s + value * drag.unit_s;
    const value = (time_s) => {
      const steps = Math.round(((time_s - drag.zero_s) / drag.unit_s - spec.min) / spec.step);
      return Math.min(spec.max, Math.max(least, spec.min + steps * spec.step));
    };
    return {
      cause: drag.event,
      nth: drag.nth,
      edge: drag.edge,
      label: spec.label,
      name: `${spec.label}, in the picture`, // the control itself has the label as its name
      min_s: time(least),
      max_s: time(spec.max),
      step_s: spec.step * drag.unit_s,
      value,
    };
  });
}
