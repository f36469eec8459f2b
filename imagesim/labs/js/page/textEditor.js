// A field for a text of many lines, with their numbers, one of which can be marked: where a mistake is.

/** *field* is a textarea, *gutter* the element beside it that shows the numbers. */
export function textEditor(field, gutter) {
  let marked = null;
  const lines = () => field.value.split("\n").length;
  const draw = () => {
    const numbers = Array.from({ length: lines() }, (_, place) => {
      const number = document.createElement("span");
      number.textContent = `${place + 1}\n`;
      number.classList.toggle("imagesim-wrong", place + 1 === marked);
      return number;
    });
    gutter.replaceChildren(...numbers);
    follow();
  };
  const follow = () => (gutter.scrollTop = field.scrollTop);
  const mark = (line) => {
    marked = line;
    draw();
    if (line === null) return;
    field.scrollTop = (field.scrollHeight * Math.max(0, line - 4)) / lines();
    follow();
  };
  field.addEventListener("input", () => mark(null));
  field.addEventListener("scroll", follow);
  draw();
  return {
    text: () => field.value,
    show: (text) => {
      field.value = text;
      field.scrollTop = 0;
      mark(null);
    },
    mark,
  };
}
