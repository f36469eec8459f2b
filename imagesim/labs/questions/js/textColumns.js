// How the tables of pandas are set in an answer. It sets every column flush right, as numbers are read; a message of two
// lines cannot be read so. And a long message beside them would break "arm64-0" at its dash.

const WORDS = "imagesim-words";
const UNBROKEN = "imagesim-unbroken";
const SHORT = 24; // characters of a row's name, which leave most of the line to the rest
const NUMBER = /^([-−+≈~<>]?\s*\d.*|NaN|None|-|–|—)?$/s;

/** Whether the cells of a column, as texts, are words: one that does not begin with a number is enough. */
export function holdsWords(texts) {
  return texts.some((text) => !NUMBER.test(text.trim()));
}

/** Marks such columns with their headings, and short names of rows, in every table within *root*, for the style sheet. */
export function markTextColumns(root) {
  for (const table of root.querySelectorAll("table.dataframe")) {
    for (const name of table.querySelectorAll("tbody th"))
      if (name.textContent.length <= SHORT) name.classList.add(UNBROKEN);
    const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")]);
    const columns = rows.length === 0 ? 0 : Math.min(...rows.map((cells) => cells.length));
    const headings = [...table.querySelectorAll("thead tr")].map((row) => [...row.children]);
    for (let fromEnd = 1; fromEnd <= columns; fromEnd += 1) {
      const cells = rows.map((row) => row.at(-fromEnd));
      if (!holdsWords(cells.map((cell) => cell.textContent))) continue;
      // Counted from the end, since the names of rows stand before the columns; a heading over several says nothing.
      const above = headings.filter((row) => row.every((cell) => cell.colSpan === 1)).map((row) => row.at(-fromEnd));
      for (const cell of [...cells, ...above]) cell?.classList.add(WORDS);
    }
  }
}
