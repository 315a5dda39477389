import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "@/locales/en.json";

const STORED = "headgate.language";

export type Language = "en" | "zh";

/** What was chosen here, else what the browser asks for, else what this Headgate speaks. */
function wanted(otherwise: string): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === "en" || stored === "zh") return stored;
  const asked = navigator.languages.map((one) => one.slice(0, 2)).find((one) => one === "en" || one === "zh");
  return (asked ?? otherwise) === "zh" ? "zh" : "en";
}

/** Changes the language; the texts of another than English are fetched first. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === "zh" && !i18next.hasResourceBundle("zh", "translation")) {
    const { default: texts } = await import("@/locales/zh.json");
    i18next.addResourceBundle("zh", "translation", texts);
  }
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export async function startLanguages(otherwise = "en"): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { en: { translation: en } },
  });
  if (wanted(otherwise) !== "en") await setLanguage(wanted(otherwise));
}
