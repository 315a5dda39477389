const HOME = "/console";

/** Where in the console the browser stands, for whoever sends it back here; the pages of strangers lead to the start. */
export function pageAddress(): string {
  const { pathname, search } = window.location;
  const outside = /^\/console\/(sign-in|register|invitation|reset-password|forgot-password|confirm-email)\b/;
  return pathname.startsWith(HOME) && !outside.test(pathname) ? pathname + search : `${HOME}/`;
}

/** The whole address of a page of the console, as others have to be told it. */
export function wholeAddress(page: string): string {
  return `${window.location.origin}${HOME}${page}`;
}
