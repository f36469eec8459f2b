// The time axis of a picture: from seconds to places on a sheet 1,000 wide, and back.

export const WIDTH = 1000;
export const RIGHT = 976; // where time axes end: their last number needs room

export class Scale {
  /** @param {{left: number, end_s: number}} axis as the run has it */
  constructor(axis) {
    this.left = axis.left;
    this.endS = axis.end_s;
    this.perSecond = axis.end_s > 0 ? (RIGHT - axis.left) / axis.end_s : 0;
  }

  x(seconds) {
    return this.left + seconds * this.perSecond;
  }

  /** The place of a part of the axis, 0 its beginning and 1 its end. */
  part(part) {
    return this.left + part * (RIGHT - this.left);
  }

  /** The time of a place, never before the beginning or after the end. */
  time(x) {
    const seconds = this.perSecond ? (x - this.left) / this.perSecond : 0;
    return Math.min(this.endS, Math.max(0, seconds));
  }
}
