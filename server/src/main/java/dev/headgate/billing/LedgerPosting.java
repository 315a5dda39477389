package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.Money;

/**
 * One amount that moves from one book to another.
 *
 * @param id makes the posting happen once
 * @param debit the book it is taken from
 * @param credit the book it is given to
 * @param reason what kind of posting it is
 */
public record LedgerPosting(String id, String debit, String credit, Money amount, String reason) {
    public LedgerPosting {
        Check.notBlank("posting id", id);
        Check.lengthAtMost("posting id", id, 100);
        Check.atLeast("amount nanos", amount.nanos(), 0);
        Check.that(!debit.equals(credit), "books", debit, "two different ones");
    }

    /**
     * A posting of an operator, with words.
     *
     * @param note why, in words
     * @param subject what it is about, empty where that says nothing
     */
    record Noted(LedgerPosting posting, String note, String subject) {
        Noted {
            Check.lengthAtMost("reason", note, 500);
        }

        Noted(LedgerPosting posting, String note) {
            this(posting, note, "");
        }
    }
}
