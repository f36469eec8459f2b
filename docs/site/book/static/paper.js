// On paper nothing waits for a guess: answers are open while a page is printed, and afterwards as they were.

let before = [];

addEventListener("beforeprint", () => {
  before = [...document.querySelectorAll("imagesim-answer details")].map(({ open, hidden }, place) => ({ place, open, hidden }));
  for (const details of document.querySelectorAll("imagesim-answer details")) Object.assign(details, { open: true, hidden: false });
});

addEventListener("afterprint", () => {
  const all = document.querySelectorAll("imagesim-answer details");
  for (const { place, open, hidden } of before) Object.assign(all[place], { open, hidden });
});
