import { openLoop } from '../../harness/open-loop.js';
import { below, pick, type Random } from '../../harness/random.js';
import type { Envelope } from '../../harness/rest.js';
import type { AppKey, Door, Told } from './door.js';
import type { Question } from './questions.js';
import type { Shop } from './shop.js';

/** One request and what it was told; milliseconds of this process's monotonic clock. */
export interface Answer {
  readonly kind: string;
  readonly asked: number;
  readonly took: number;
  readonly outcome: 'right' | 'unavailable' | 'away' | { readonly wrong: string };
}

interface Known {
  readonly keys: AppKey;
  readonly question: Question;
  /** What it was told in peace. */
  readonly before: Envelope['data'];
}

/** One request in so many is about a service that is being changed. */
const changing = 5;

/** Who searches and looks at jobs, at random times, whatever becomes of the requests before. Every answer is kept. */
export class Shoppers {
  readonly answers: Answer[] = [];
  readonly #door: Door;
  readonly #random: Random;
  readonly #shops: readonly Shop[];
  readonly #known: Known[] = [];
  readonly #over = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(door: Door, shops: readonly Shop[], random: Random) {
    this.#door = door;
    this.#shops = shops;
    this.#random = random;
  }

  /** Ask in peace what will be asked again. @throws Error when it is answered otherwise than with success, or twice otherwise */
  async learn(keys: AppKey, questions: readonly Question[]): Promise<void> {
    for (const question of questions) {
      const [before, again] = [await this.#inPeace(keys, question), await this.#inPeace(keys, question)];
      if (!question.same(before, again)) throw new Error(`${question.kind}: answered differently in peace`);
      this.#known.push({ keys, question, before });
    }
  }

  start(perSecond: number): void {
    this.#loop = openLoop(() => this.#call(), { perSecond, random: this.#random, signal: this.#over.signal });
  }

  /** Resolves when all were answered. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#loop;
  }

  async #call(): Promise<void> {
    const asked = performance.now();
    const { kind, outcome } = below(this.#random, changing) === 0 ? await this.#ofShop() : await this.#ofKnown();
    this.answers.push({ kind, asked, took: performance.now() - asked, outcome });
  }

  async #ofKnown(): Promise<Pick<Answer, 'kind' | 'outcome'>> {
    const { keys, question, before } = pick(this.#random, this.#known);
    const told = await this.#door.ask(keys, question.request, this.#random);
    const isOther = told.kind === 'success' && !question.same(before, told.data);
    const outcome = isOther ? { wrong: `${question.kind}: another answer than before` } : outcomeOf(told);
    return { kind: question.kind, outcome };
  }

  /** Of a product of a service that is being changed: what is found was said of it by one of the service's own files. */
  async #ofShop(): Promise<Pick<Answer, 'kind' | 'outcome'>> {
    const kind = 'while it changes';
    const shop = pick(this.#random, this.#shops);
    const path = `/services/${shop.service}/products/n${below(this.#random, 30)}/search?limit=50`;
    const told = await this.#door.ask(shop.keys, { path }, this.#random);
    if (told.kind === 'result' && told.name === 'NotFoundProductId') return { kind, outcome: 'right' };
    const strange = told.kind === 'success' ? told.data.items.filter((item: Item) => !shop.hasSaid(item)) : [];
    if (strange.length > 0)
      return { kind, outcome: { wrong: `${kind}: found ${JSON.stringify(strange.slice(0, 2))}` } };
    return { kind, outcome: outcomeOf(told) };
  }

  async #inPeace(keys: AppKey, { kind, request }: Question): Promise<Envelope['data']> {
    const told = await this.#door.ask(keys, request, this.#random);
    if (told.kind === 'success') return told.data;
    throw new Error(`${kind}, in peace: ${JSON.stringify(told)}`);
  }
}

export interface Item {
  readonly productId: string;
  readonly name: string;
  readonly imageUrl: string;
}

function outcomeOf(told: Told): Answer['outcome'] {
  if (told.kind === 'success') return 'right';
  if (told.kind === 'unavailable' || told.kind === 'away') return told.kind;
  return { wrong: told.kind === 'result' ? told.text : told.reason };
}
