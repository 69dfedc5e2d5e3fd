import { inspectExchange } from '@statuskit/testing';
import { expect, it } from 'vitest';
import { exchangeFrom } from './examples.ts';
import { RFC_EXAMPLES } from './rfc-examples.ts';

it.each(RFC_EXAMPLES)('$from: $text', ({ text, finds = [] }) => {
  expect(inspectExchange(exchangeFrom(text)).map(({ rule }) => rule)).toEqual(finds);
});
