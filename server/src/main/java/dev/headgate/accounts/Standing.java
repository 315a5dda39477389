package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an account's definition alone says about taking calls: paused, outside its hours, expired.
 *
 * @param until when the status passes by itself
 * @param changesAt when this must be looked at again, null: never
 */
record Standing(
        Status status,
        @Nullable Instant until,
        String reason,
        @Nullable Instant changesAt) {
    static Standing of(Account account, Instant now) {
        AccountOptions options = account.options();
        Instant expires = options.expiresAt();
        if (expires != null && !expires.isAfter(now)) {
            return new Standing(Status.EXPIRED, null, "expired at " + expires, null);
        }
        if (!account.enabled()) {
            return new Standing(Status.PAUSED, null, "no longer in the settings file", expires);
        }
        ActiveHours hours = options.hours();
        if (hours == null) {
            return new Standing(Status.ACTIVE, null, "", expires);
        }
        Instant change = hours.nextChange(now);
        Instant look = change == null || expires != null && expires.isBefore(change) ? expires : change;
        return hours.activeAt(now)
                ? new Standing(Status.ACTIVE, null, "", look)
                : new Standing(Status.PAUSED, change, "outside its active hours", look);
    }
}
