import { expect, test } from 'vitest';
import { brightness, darker, lighter, mix, reliefColour } from './colour.js';

test('colours are mixed channel by channel', () => {
  expect(mix('#000000', '#ff8040', 0.5)).toBe('#804020');
  expect(darker('#808080', 1)).toBe('#000000');
  expect(lighter('#808080', 1)).toBe('#ffffff');
});

test('brightness follows the eye: green is brighter than blue', () => {
  expect(brightness('#00ff00')).toBeGreaterThan(brightness('#0000ff'));
  expect(brightness('#ffffff')).toBeCloseTo(1);
});

test('relief colours carry height, gloss and wrinkle, clipped to a byte', () => {
  expect(reliefColour(0.5, 0, 1)).toBe('#8000ff');
  expect(reliefColour(2, -1, 0)).toBe('#ff0000');
});
