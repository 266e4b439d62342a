/** Digits as they are tapped or typed; full, they are handed on by themselves. */
import { PIN_LENGTH } from "./rules";

export class Entering {
  typed = $state("");

  constructor(private readonly full: (pin: string) => void) {}

  type(digit: string): void {
    if (this.typed.length >= PIN_LENGTH) return;
    this.typed += digit;
    if (this.typed.length === PIN_LENGTH) this.full(this.typed);
  }

  erase(): void {
    this.typed = this.typed.slice(0, -1);
  }

  clear(): void {
    this.typed = "";
  }

  /** A real keyboard, where there is one. */
  key({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): void {
    if (ctrlKey || metaKey || altKey) return;
    if (/^[0-9]$/.test(key)) this.type(key);
    else if (key === "Backspace") this.erase();
  }
}
