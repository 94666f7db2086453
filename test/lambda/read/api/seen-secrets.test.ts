import { expect, it } from 'vitest';
import { createSeenSecrets } from '../../../../lambda/read/api/seen-secrets.ts';

it('createSeenSecrets() keeps what the secret held for ever, and of exchanged tokens the newest eight', () => {
  const { add, addExchanged, all } = createSeenSecrets();

  add('pt-1');
  for (let number = 1; number <= 10; number++) addExchanged(`sat-${number}`);
  add('sak-1');
  addExchanged('sat-10');

  const newest = [3, 4, 5, 6, 7, 8, 9, 10].map((number) => `sat-${number}`);
  expect([...all()]).toEqual(['pt-1', ...newest, 'sak-1']);
});
