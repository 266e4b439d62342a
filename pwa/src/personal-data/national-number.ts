/** Telephone numbers in one form, for comparison. */

/** Returns the digits without country code and trunk zero: `+46 8…` and `08…` are the same. */
export function nationalNumber(number: string): string {
  let digits = number.replace(/[^0-9]/g, "");
  if (digits.startsWith("0046")) digits = digits.slice(4);
  else if (number.slice(0, 2).includes("+") && digits.startsWith("46")) digits = digits.slice(2);
  return digits.replace(/^0+/, "");
}
