import type { Milliseconds } from '@openfashion/contract';
import { hour, minute } from '../units.js';

/** A file of lines that the shop sends to be indexed. */
export interface Import {
  readonly at: Milliseconds;
  readonly lines: number;
  /** Share of lines whose picture was indexed before and has not changed: it is asked for, and not looked at (rule 8.12). */
  readonly unchanged: number;
}

/** What one shop asks in a day, at 1 times the load. */
export interface ShopDay {
  /** Searches by picture in a day without a sale. */
  readonly looks: number;
  /** Taggings of a picture, as a share of the searches by picture. */
  readonly tags: number;
  /** Searches by product id for each search by picture: pages of products that show similar ones. */
  readonly searchesById: number;
  /** The busiest minute beside the average one, without a sale. */
  readonly peak: number;
  readonly busiest: Milliseconds;
  readonly sale: {
    readonly at: Milliseconds;
    /** How often what is usual at that time is asked at its height. */
    readonly height: number;
    /** From the message to all customers to that height. */
    readonly rise: Milliseconds;
    /** Until half of what it brings is gone. */
    readonly half: Milliseconds;
  };
  readonly imports: readonly Import[];
}

/**
 * A shop of some 30,000 products. None of this was measured: it is what we take for a day, and every part of it is one of these
 * numbers.
 */
export const shopDay: ShopDay = {
  looks: 20_000,
  tags: 0.05,
  searchesById: 50,
  peak: 1.8,
  busiest: 21 * hour,
  sale: { at: 20 * hour, height: 8, rise: 2 * minute, half: 20 * minute },
  imports: [
    { at: 3 * hour, lines: 5_000, unchanged: 0.9 },
    ...[8, 10, 12, 14, 16, 18].map((time) => ({ at: time * hour, lines: 100, unchanged: 0.5 })),
    // Prices of the sale: most pictures are the same.
    { at: 19.75 * hour, lines: 2_000, unchanged: 0.8 },
  ],
};

/** Searches by picture in a millisecond at an instant of the day. */
export function looksAt(day: ShopDay, at: Milliseconds): number {
  const usual = 1 + (day.peak - 1) * Math.cos((2 * Math.PI * (at - day.busiest)) / (24 * hour));
  return (day.looks / (24 * hour)) * usual * saleAt(day, at);
}

function saleAt({ sale }: ShopDay, at: Milliseconds): number {
  const since = at - sale.at;
  if (since < 0) return 1;
  const more = since < sale.rise ? since / sale.rise : 0.5 ** ((since - sale.rise) / sale.half);
  return 1 + (sale.height - 1) * more;
}
