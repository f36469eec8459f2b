// What is wider than its place can be scrolled with the keyboard, too.

/** Lets tables and texts in *root* that are wider than their place take the focus. */
export function scrolledByKeys(root) {
  for (const each of root.querySelectorAll("pre, .imagesim-content")) {
    if (each.scrollWidth > each.clientWidth && each.clientWidth > 0) each.tabIndex = 0;
  }
}
