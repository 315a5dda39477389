package dev.headgate.gateway;

import dev.headgate.accounts.Group;
import dev.headgate.base.PrefixChain;
import dev.headgate.billing.Reservation;
import dev.headgate.identity.Caller;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.RequestHead;
import dev.headgate.scheduling.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one request, gathered on its way; access log, usage row and metrics are made from it, once, at the end.
 * Confined to its event loop.
 */
final class RequestTrace {
    final String requestId;
    final Instant arrival;
    final long arrivalNanos;
    final String method;
    final String path;

    /** The client's address as text, empty when unknown. */
    String client = "";

    @Nullable
    Protocol protocol;

    @Nullable
    Caller caller;

    @Nullable
    Group group;

    @Nullable
    RequestHead head;

    /** What is set aside for it; says what it is charged to. */
    Reservation reservation = Reservation.NONE;

    boolean stream;
    int requestBytes;
    long bodyReadNanos;
    long sentNanos;

    /** Time in the queue, over all stays; and of it what was before the first attempt. */
    long queueNanos;

    long queueFirstNanos;

    /** Times it had to wait. */
    int queueStays;

    /** Calls of its group that waited when it entered last. */
    int queueAhead;

    long firstByteNanos;
    int status;
    String errorCode = "";
    final List<AttemptTrace> attempts = new ArrayList<>(1);
    final List<Decision> decisions = new ArrayList<>(1);

    /** Why no account could take it, with their names; empty when one could. */
    String refusal = "";

    /** Tells its conversation from others, 0 where nothing tells. */
    long conversation;

    /** Fingerprints of the prompt, where they were made off the loop. */
    @Nullable
    PrefixChain prefix;

    RequestTrace(String requestId, Instant arrival, long arrivalNanos, String method, String path) {
        this.requestId = requestId;
        this.arrival = arrival;
        this.arrivalNanos = arrivalNanos;
        this.method = method;
        this.path = path;
    }

    /** Milliseconds from arrival to {@code nanos}, -1 when that never happened. */
    int millisTo(long nanos) {
        return nanos == 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, (nanos - arrivalNanos) / 1_000_000);
    }
}
