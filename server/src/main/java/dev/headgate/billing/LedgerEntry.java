package dev.headgate.billing;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the books as it is shown.
 *
 * @param debit the book it was taken from: {@code user:7}, {@code subscription:9}, {@code grants}, {@code revenue} …
 * @param credit the book it was given to
 * @param reason what kind of entry: {@code grant}, {@code top-up}, {@code adjustment}, {@code refund}, {@code code}, {@code plan} …
 * @param note why, in the words of whoever made it
 * @param subject what it is about, e.g. the request id of a refunded call; mostly empty
 */
public record LedgerEntry(
        String id, Instant at, String debit, String credit, Money amount, String reason, String note, String subject) {

    /** What it did to a user's balance; zero when it is about others. */
    public Money changeFor(UserId user) {
        String own = Books.of(user);
        Money gained = credit.equals(own) ? amount : Money.ZERO;
        return debit.equals(own) ? gained.minus(amount) : gained;
    }

    /** Where the next page of a list begins that ends with this entry. */
    public Place place() {
        return new Place(at, id);
    }

    /** A place in a list of entries, newest first: behind the entry of that time and id. */
    public record Place(Instant at, String id) {
        /** As a cursor of the API. */
        public String text() {
            return at.toEpochMilli() + "." + id;
        }

        /** What {@link #text} wrote. */
        public static Place parse(String text) {
            int dot = text.indexOf('.');
            try {
                if (dot > 0) {
                    return new Place(
                            Instant.ofEpochMilli(Long.parseLong(text.substring(0, dot))), text.substring(dot + 1));
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(unreadable(text), e);
            }
            throw new IllegalArgumentException(unreadable(text));
        }

        private static String unreadable(String text) {
            return "cursor: \"" + text + "\" (expected: that of the page before)";
        }
    }

    /**
     * Which entries a list shows; charges of calls are never among them, since the usage log has those.
     *
     * @param user whose balance they moved, null for all
     * @param reason of which kind, null for all
     * @param from from this instant on, null for the beginning
     * @param to before this instant, null for now
     * @param after where the page before ended, null for the first one
     * @param limit most entries, 1 to 1,000
     */
    public record Filter(
            @Nullable UserId user,
            @Nullable String reason,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Place after,
            int limit) {}
}
