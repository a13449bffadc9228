import { describe, expect, it } from 'vitest';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import { createTexts } from '../../src/platform/i18n.ts';
import { getMessage } from './ui-harness.tsx';

describe('texts', () => {
  const english = createTexts(getMessage, 'en');

  it('fill in what is substituted', () => {
    expect(english.t('popupActivateRole', 'Owner', 'IT')).toBe('Activate Owner on IT');
  });

  it('choose the plural by the language', () => {
    expect(english.tn('popupSelected', 1)).toBe('1 role selected');
    expect(english.tn('popupSelected', 0)).toBe('0 roles selected');
    expect(english.tn('popupSelected', 1200)).toBe('1,200 roles selected');
    const polish = createTexts(
      (key, all) => (key === 'popupSelected_few' ? `${all?.[0]} role` : getMessage(key, all)),
      'pl',
    );
    expect(polish.tn('popupSelected', 3)).toBe('3 role');
    expect(polish.tn('popupSelected', 5)).toBe('5 roles selected');
  });

  it('show the key of a text that is missing', () => {
    expect(createTexts(() => '', 'en').t('popupSearch')).toBe('popupSearch');
  });
});

describe.each(Object.entries(messages as Record<string, { message: string; placeholders?: object }>))(
  '%s',
  (_, { message, placeholders = {} }) => {
    it('names every placeholder that it uses, numbered from one', () => {
      const used = new Set([...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name!.toLowerCase()));
      expect(Object.keys(placeholders).toSorted()).toEqual([...used].toSorted());
      const numbers = Object.values(placeholders as Record<string, { content: string }>).map(
        ({ content }) => content,
      );
      expect(numbers.toSorted()).toEqual(numbers.map((_number, index) => `$${index + 1}`));
      expect(message.replaceAll(/\$\w+\$/g, '')).not.toContain('$');
    });
  },
);
