package dev.headgate.usage;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log of finished calls, the newest first. A search looks at {@value #LOOKED_AT_MAX} rows at most before it answers with what it
 * found and where to go on: so it takes bounded time over any number of rows, however rare what it looks for is. Blocking; thread-safe.
 */
public final class RequestLog {
    static final int LOOKED_AT_MAX = 20_000;
    static final int PLAYED_MAX = 200_000;

    private final Store store;

    public RequestLog(Store store) {
        this.store = store;
    }

    /**
     * What is looked for; a part that is null is not looked at.
     *
     * @param failed whether the call ended with an error
     * @param slowerThanMillis calls that took at least so long
     * @param dearerThanNanos calls that were charged at least so much
     */
    public record Filter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable UserId user,
            @Nullable KeyId key,
            @Nullable GroupId group,
            @Nullable AccountId account,
            @Nullable String model,
            @Nullable String errorCode,
            @Nullable Integer status,
            @Nullable Boolean failed,
            @Nullable Boolean estimated,
            @Nullable Integer slowerThanMillis,
            @Nullable Long dearerThanNanos) {}

    /** Where a search stands: calls before that time, or of that time and before that id, come next. */
    public record Place(long atMillis, String requestId) {
        public static final Place NEWEST = new Place(Long.MAX_VALUE, "");
    }

    /**
     * A part of what was looked for.
     *
     * @param next where to go on, null when there is no more
     */
    public record Found(List<RequestRow> rows, @Nullable Place next) {}

    /** At most {@code limit} calls before {@code place}. */
    public Found list(Filter filter, Place place, int limit) {
        return store.read(handle -> JdbcRequestStore.list(handle, filter, place, limit));
    }

    /**
     * The calls of a group that were answered in a stretch of time, oldest first: the latest {@code max} of them, and of a stretch with
     * more than {@value #PLAYED_MAX} calls of all groups those of its end.
     */
    public List<PastCall> answered(GroupId group, Instant from, Instant to, int max) {
        return store.read(handle -> JdbcRequestStore.answered(handle, group, from, to, max));
    }

    /** One call with its attempts and its decision trace. */
    public Optional<RequestRow> find(String requestId) {
        return store.read(handle -> JdbcRequestStore.find(handle, requestId));
    }

    /** What a call was priced by, with all corrections so far. */
    public Optional<RatedCall> rated(String requestId) {
        return store.read(handle -> JdbcCorrectionStore.find(handle, requestId));
    }
}
