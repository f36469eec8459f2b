// What a lab says besides its picture: tables, notes, the same in a terminal. Folded texts stay as the reader left them.

import { formElement } from "./formElements.js";

function findingTable(table) {
  const head = formElement("tr", {}, ...table.header.map((words) => formElement("th", { scope: "col" }, words)));
  const rows = table.rows.map((row) => formElement("tr", {}, ...row.map((cell) => formElement("td", {}, cell))));
  return formElement(
    "table",
    {},
    formElement("caption", {}, table.caption),
    formElement("thead", {}, head),
    formElement("tbody", {}, ...rows),
  );
}

/** Shows the tables and notes of a view in *root*, and its command in what stays folded or open. */
export function labFindings(root) {
  const tables = formElement("div", { className: "imagesim-tables" });
  const code = formElement("code");
  code.tabIndex = 0; // so that a keyboard can scroll it
  const folded = formElement(
    "details",
    {},
    formElement("summary", { textContent: "The same in a terminal" }),
    formElement("pre", {}, code),
  );
  root.append(tables, folded);
  return (view) => {
    const notes = view.notes.map((words) => formElement("p", { className: "imagesim-note", textContent: words }));
    for (const note of notes) note.setAttribute("role", "note");
    tables.replaceChildren(...view.tables.map(findingTable), ...notes);
    code.textContent = view.command.join("\n");
    folded.hidden = view.command.length === 0;
  };
}
