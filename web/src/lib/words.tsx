import i18next, { type TFunction } from "i18next";
import { createContext, type ReactNode, use, useMemo } from "react";
import { useTranslation } from "react-i18next";

interface Words {
  t: TFunction;
  language: string;
}

/** The same words for the same key: texts without values in them are looked up once. */
function remembered(t: TFunction): TFunction {
  const known = new Map<unknown, string>();
  const look = (key: string, values?: Record<string, unknown>) => {
    if (values) return t(key, values);
    let words = known.get(key);
    if (words === undefined) {
      words = t(key);
      known.set(key, words);
    }
    return words;
  };
  return look as TFunction;
}

const Words = createContext<Words | null>(null);

/** Hands the words of the language down, for what stands on a page by the hundred. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const words = useMemo(() => ({ t: remembered(t), language }), [t, language]);
  return <Words value={words}>{children}</Words>;
}

/** The same as useTranslation, of which each use costs as much as drawing a row's cell. */
export function useWords(): Words {
  return use(Words) ?? { t: i18next.t, language: i18next.language };
}
