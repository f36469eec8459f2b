// Texts of the pictures: how wide they are, how they are cut, and how times are told.

export const TEXT = 20;
export const SMALL = 18;
const LETTER = 0.62; // an average letter of a sans-serif font, in parts of its size

/** About how wide a text is; the same estimate as results/svg/canvas.py makes. */
export function textWidth(text, size = TEXT) {
  return text.length * size * LETTER;
}

/** The text, without its beginning if it does not fit: the end is what tells pods and tags apart. */
export function shortened(text, room, size = TEXT) {
  const letters = Math.max(2, Math.floor(room / (size * LETTER) + 1e-9));
  return text.length <= letters ? text : `…${text.slice(text.length - letters + 1)}`;
}

/** The first of several ways to say something that fits; "" if none does. */
export function fitting(ways, room, size = TEXT) {
  return ways.find((way) => textWidth(way, size) <= room) ?? "";
}

/** What a mouse over something of this look tells: what it is called and, of a version, its digest. */
export function told(look) {
  return look.detail ? `${look.label} (${look.detail})` : look.label;
}

/** A number with at most *digits* digits, as Python's `g` writes one. */
export function general(value, digits = 6) {
  return String(Number(value.toPrecision(digits)));
}

/** A whole number as one reads it: `15,000`. */
export function counted(number) {
  return number.toLocaleString("en-US");
}

/** A duration as one says it: `45 s`, `2.5 min`, `3.2 h`. */
export function inWords(seconds) {
  if (seconds < 120) return `${general(seconds, 3)} s`;
  if (seconds < 7200) return `${general(seconds / 60, 3)} min`;
  return `${general(seconds / 3600, 3)} h`;
}

/** A moment of a run, in steps that fit how long the run is, so that the text does not flutter. */
export function momentInWords(seconds, endS) {
  const two = (count) => String(count).padStart(2, "0");
  if (endS <= 150) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds + 1e-9);
  const minutes = Math.floor(whole / 60);
  if (endS <= 3 * 3600) return `${minutes} min ${two(whole % 60)} s`;
  if (endS <= 2 * 86400) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  return `${Math.floor(minutes / 1440)} d ${two(Math.floor(minutes / 60) % 24)} h`;
}
