package dev.headgate.billing;

import dev.headgate.base.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The answer to a {@link Claim}. */
public sealed interface Funded {
    /** The call may go on. */
    record Reserved(Reservation reservation) implements Funded {}

    /**
     * It may not; nothing was taken.
     *
     * @param words what refused it, its value and limit, for the client
     * @param retryAfter when it will pass, where that is known
     */
    record Refused(ErrorCode code, String words, @Nullable Duration retryAfter) implements Funded {}
}
