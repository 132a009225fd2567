import { describe, expect, it } from 'vitest';
import { KeptAnswers } from '#sources/aws/kept-answers.ts';

const asking = () => {
  const asked: string[] = [];
  const ask = (key: string, answer: () => Promise<string> = async () => key) => {
    return () => {
      asked.push(key);
      return answer();
    };
  };
  return { asked, ask };
};

describe('answers that several need', () => {
  it('are asked for once, also while the first is under way', async () => {
    const { asked, ask } = asking();
    const kept = new KeptAnswers<string>(2);
    expect(await Promise.all([kept.get('a', ask('a')), kept.get('a', ask('a'))])).toEqual(['a', 'a']);
    expect(await kept.get('a', ask('a'))).toBe('a');
    expect(asked).toEqual(['a']);
  });

  it('of places that are read in turns do not drive each other out', async () => {
    const { asked, ask } = asking();
    const kept = new KeptAnswers<string>(2);
    for (const key of ['a', 'b', 'a', 'b', 'a']) await kept.get(key, ask(key));
    expect(asked).toEqual(['a', 'b']);
  });

  it('make room, the one that was used longest ago first', async () => {
    const { asked, ask } = asking();
    const kept = new KeptAnswers<string>(2);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await kept.get(key, ask(key));
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });

  it('are asked for again where they were broken off, or are none', async () => {
    const { asked, ask } = asking();
    const kept = new KeptAnswers<string>(2, (answer) => answer !== 'none');
    await expect(
      kept.get(
        'a',
        ask('a', () => Promise.reject(new Error('ended'))),
      ),
    ).rejects.toThrow('ended');
    expect(
      await kept.get(
        'a',
        ask('a', async () => 'none'),
      ),
    ).toBe('none');
    expect(await kept.get('a', ask('a'))).toBe('a');
    expect(asked).toEqual(['a', 'a', 'a']);
  });
});
