/** A length of time in words: `41 s`, `5 min`, `1 min 20 s`. @param milliseconds rounded up to seconds */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}
