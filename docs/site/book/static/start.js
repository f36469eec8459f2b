// The start page's own script: its button for light and dark, in the words that the book keeps, too.

const THEMES = ["auto", "light", "dark"];
const button = document.querySelector("[data-theme-toggle]");
const page = document.documentElement;

function show() {
  button.textContent = { auto: "◐ auto", light: "☼ light", dark: "☾ dark" }[page.dataset.theme];
  button.setAttribute("aria-label", `Colours: ${page.dataset.theme}. Change them.`);
}

button.addEventListener("click", () => {
  page.dataset.theme = THEMES[(THEMES.indexOf(page.dataset.theme) + 1) % THEMES.length];
  try {
    localStorage.setItem("theme", page.dataset.theme);
  } catch {
    // it holds for this page alone
  }
  show();
});
if (!THEMES.includes(page.dataset.theme)) page.dataset.theme = "auto";
button.hidden = false;
show();
