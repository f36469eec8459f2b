// The address of a lab's setting: its share code after the "#". A code never holds what is secret.

/** The code in an address's *hash* that is one of the lab of this module; "" if there is none. */
export function codeIn(hash, module) {
  const code = hash.slice(1);
  return code.split("?")[0].replaceAll("-", "_") === module ? code : "";
}

/** The page at *location* with the lab set to *code*. */
export function linkTo(code, location) {
  return `${location.href.split("#")[0]}#${code}`;
}
