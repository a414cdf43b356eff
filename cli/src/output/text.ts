/** Text of a catalogue or an answer as a terminal may show it: a control character would be an order to the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => (character === '\n' ? ' ' : '\ufffd'));
}

/** Unix seconds as local date and time; a dash for what has not happened (rule 8.8). */
export function time(seconds: number | null): string {
  return seconds === null ? '-' : new Date(seconds * 1000).toLocaleString('sv-SE');
}

export const count = (value: number): string => value.toLocaleString('en-US');

/** A share of one as percent. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
