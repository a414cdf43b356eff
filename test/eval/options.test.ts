import { describe, expect, test } from 'vitest';
import { parseOptions, UsageError } from './options.js';

const all = ['detector', 'embedder', 'street-to-shop', 'tagger', 'similarity', 'search'];

test('all parts of the validation part, unless told otherwise', () => {
  expect(parseOptions(['--data', 'd'])).toEqual({
    data: 'd',
    out: 'eval-report',
    only: all,
    split: 'val',
    seed: 1,
    json: false,
  });
});

test('what is told is taken, parts in the order given and each once', () => {
  const args =
    '--data d --models m --only tagger,detector,tagger --variant int8 --split train-fold --val 12 --train 0 --json';
  expect(parseOptions(args.split(' '))).toMatchObject({
    models: 'm',
    only: ['tagger', 'detector'],
    variant: 'int8',
    split: 'train-fold',
    val: 12,
    train: 0,
    json: true,
  });
});

test('help is no error', () => {
  expect(parseOptions(['--help'])).toBeUndefined();
});

describe('the option that is wrong is named', () => {
  test.each([
    ['', '--data: is required'],
    ['--data d --only detektor', '--only: must be detector, '],
    ['--data d --variant float64', '--variant: must be float16, int8'],
    ['--data d --split test', '--split: must be val, train-fold'],
    ['--data d --val 0', '--val: must be a whole number from 1 (is 0)'],
    ['--data d --train -1', '--train'],
    ['--data d --seed x', '--seed: must be a whole number'],
    ['--data d --gallery 5', '--gallery'],
  ])('%s', (line, message) => {
    const attempt = () => parseOptions(line.split(' ').filter((arg) => arg !== ''));
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(message);
  });
});
