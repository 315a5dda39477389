const AT_MOST_MILLIS = 500;

/**
 * Does something once what was pressed has been drawn as pressed: whoever presses sees that at once, and the work of a large page comes
 * after it. Pages that aren't seen draw nothing and don't wait.
 */
export function afterPaint(work: () => void): void {
  if (document.hidden) {
    setTimeout(work);
    return;
  }
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    work();
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, AT_MOST_MILLIS);
}
