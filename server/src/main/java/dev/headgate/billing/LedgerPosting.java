package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.Money;

/**
 * One amount that moves from one book to another.
 *
 * @param id makes the posting happen once
 * @param debit the book it is taken from
 * @param credit the book it is given to
 */
public record LedgerPosting(String id, String debit, String credit, Money amount, String reason) {
    public LedgerPosting {
        Check.notBlank("posting id", id);
        Check.atLeast("amount nanos", amount.nanos(), 0);
        Check.that(!debit.equals(credit), "books", debit, "two different ones");
    }
}
