// The colours that a reader chose in the book hold for this page, too; before it is drawn. "auto" follows the system.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // a browser that keeps nothing
  }
  document.documentElement.dataset.theme = chosen ?? "auto";
})();
