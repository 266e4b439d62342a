/** Puts the focus into a form when it opens, so that the keyboard goes on where the eye is. */
export function focusFirst(form: HTMLElement): void {
  form.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
}
