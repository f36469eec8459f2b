// What is wider than its place can be scrolled with the keyboard, too: it takes the focus while that is so.

const WIDE = "pre, .table-wrapper, .cell_output, .cell_output > .output, .imagesim-content, .imagesim-content > div";

function offer() {
  for (const each of document.querySelectorAll(`article :is(${WIDE})`)) {
    const isWide = each.scrollWidth > each.clientWidth && getComputedStyle(each).overflowX !== "visible";
    if (isWide) each.tabIndex = 0;
    else each.removeAttribute("tabindex");
  }
}

offer();
addEventListener("load", offer);
addEventListener("resize", offer);
document.addEventListener("imagesim-settled", () => requestAnimationFrame(offer));
document.addEventListener("toggle", offer, true); // details that are opened
