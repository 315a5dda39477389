package dev.headgate.app;

import dev.headgate.base.UserId;
import dev.headgate.usage.UsageRecord;

/** A finished call that nobody has settled yet, for tests of other packages. */
public final class LateCall {
    public static final String ID = "request-7";
    public static final UserId USER = BooksContract.USER;

    private LateCall() {}

    /** Its record: 1,007 nano-dollars from the balance of {@link #USER}. */
    public static UsageRecord record() {
        return BooksContract.record(7, true);
    }
}
