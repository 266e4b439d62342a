/** Judges a personnummer or samordningsnummer by its date and check digit. */

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Judges 10 or 12 digits (Skatteverket, SKV 704 and SKV 707). A coordination number adds 60
 * to the day; month 00 and day 60 stand for unknown.
 */
export function isIdentityNumber(digits: string): boolean {
  const year = Number(digits.slice(0, -8));
  const month = Number(digits.slice(-8, -6));
  const written = Number(digits.slice(-6, -4));
  const coordination = written >= 60;
  const day = coordination ? written - 60 : written;
  const leap = year % 4 === 0 && year !== 1800 && year !== 1900;
  const longest = month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 31);
  const dated = day <= longest && (coordination || (month > 0 && day > 0));
  return dated && digits.slice(-4, -1) !== "000" && luhnSum(digits.slice(-10)) % 10 === 0;
}

function luhnSum(digits: string): number {
  return [...digits].reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return sum + Math.floor(value / 10) + (value % 10);
  }, 0);
}
