package dev.headgate.alerts;

import dev.headgate.mail.Letter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The letters of one look: each receiver gets one, however many alerts there are, so that a night in which all accounts fail fills no
 * mailbox. Pure.
 */
final class AlertLetters {
    private static final int SHOWN = 50;
    private static final int SUBJECT_MAX = 200;

    private AlertLetters() {}

    /** Something to be spoken of; {@code over}: that it is. */
    record Item(Alert alert, List<String> to, boolean over) {}

    static List<Letter> of(List<Item> items, Instant now) {
        Map<String, List<Item>> byReceiver = new LinkedHashMap<>();
        for (Item item : items) {
            for (String to : item.to()) {
                byReceiver.computeIfAbsent(to, made -> new ArrayList<>()).add(item);
            }
        }
        List<Letter> letters = new ArrayList<>();
        byReceiver.forEach((to, own) -> letters.add(letter(to, own, now)));
        return letters;
    }

    private static Letter letter(String to, List<Item> items, Instant now) {
        StringBuilder text = new StringBuilder();
        for (Item item : items.subList(0, Math.min(SHOWN, items.size()))) {
            Alert alert = item.alert();
            text.append(item.over() ? "OVER: " : alert.severity().id().toUpperCase(java.util.Locale.ROOT) + ": ")
                    .append(title(alert))
                    .append('\n')
                    .append(alert.words())
                    .append('\n')
                    .append(
                            item.over()
                                    ? "It lasted from " + alert.since() + " to " + now + "."
                                    : "Since " + alert.since() + ".")
                    .append("\n\n");
        }
        if (items.size() > SHOWN) {
            text.append("And ").append(items.size() - SHOWN).append(" more.\n");
        }
        return new Letter(to, subject(items), text.toString());
    }

    private static String subject(List<Item> items) {
        Item first = items.getFirst();
        String more = items.size() == 1 ? "" : " and " + (items.size() - 1) + " more";
        String line = "[Headgate] "
                + (first.over() ? "over" : first.alert().severity().id()) + ": " + title(first.alert());
        String plain = line.replaceAll("\\p{Cntrl}", " ");
        return (plain.length() <= SUBJECT_MAX ? plain : plain.substring(0, SUBJECT_MAX) + "…") + more;
    }

    private static String title(Alert alert) {
        return alert.subject().isEmpty() ? alert.ruleName() : alert.ruleName() + " (" + alert.subject() + ")";
    }
}
