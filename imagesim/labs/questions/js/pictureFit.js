// Pictures of answers that a small window would cut off are made as high as it. One of many rows stays as large as it
// was drawn, and is scrolled: made smaller, nobody could read its text.

const FITS = "imagesim-fits";
const MOST = 760; // pixels; at 1280x720 a notebook shows 599, and text of three quarters of its size can be read

/** Whether a picture that was drawn *height* pixels high may be made smaller. */
export function mayShrink(height) {
  return height <= MOST;
}

/** Marks the pictures within *root* that may, for the style sheet, each as soon as its size is known. */
export function fitPictures(root) {
  for (const image of root.querySelectorAll(".imagesim-answer-picture img")) {
    const mark = () => image.classList.toggle(FITS, mayShrink(image.naturalHeight));
    if (image.complete) mark();
    else image.addEventListener("load", mark, { once: true });
  }
}
