package dev.headgate.gateway;

import dev.headgate.accounts.AccountPulse;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.GroupId;
import dev.headgate.identity.User;
import dev.headgate.protocol.Protocol;
import dev.headgate.scheduling.Ask;
import dev.headgate.scheduling.Decision;
import dev.headgate.scheduling.Refusal;
import dev.headgate.scheduling.WaitingRooms;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call's time in the queue of its group: it ends when the call's turn comes, when it is late or displaced, when its client leaves or
 * the gateway stops. Confined to the call's loop, but for what the room calls.
 */
final class Queueing implements WaitingRooms.Waiter {
    /** Asked for where nothing is known of how fast calls get their turn. */
    private static final Duration UNKNOWN = Duration.ofSeconds(10);

    private final Call call;
    private final Loop loop;
    private final RequestTrace trace;
    private final GroupId group;
    private final User user;
    private final Protocol protocol;
    private final EarlyPings pings;
    private WaitingRooms.@Nullable Stay stay;
    private @Nullable Ask wants;
    private @Nullable FailedAttempt lastFailure;
    private long sinceNanos;
    private long arrival = -1;

    Queueing(Call call, Loop loop, RequestTrace trace, EarlyPings pings) {
        this.call = call;
        this.loop = loop;
        this.trace = trace;
        this.group = Objects.requireNonNull(trace.group).id();
        this.user = Objects.requireNonNull(trace.caller).user();
        this.pings = pings;
        this.protocol = Objects.requireNonNull(trace.protocol);
    }

    private WaitingRooms rooms() {
        return loop.plane().rooms();
    }

    /** Whether others of the group wait, so that this call must not be served before them. */
    boolean crowded() {
        return rooms().crowded(group);
    }

    boolean waits() {
        return stay != null;
    }

    /** How long the call may still wait: what it has waited before counts. */
    Duration patience() {
        return loop.config().queueTimeout().minusNanos(trace.queueNanos);
    }

    boolean mayWait() {
        return patience().isPositive() && loop.config().queueMax() > 0;
    }

    /**
     * Enters the queue. Later, or at once, the call hears {@link Call#seated} or {@link Call#turnedAway}.
     *
     * @param failure why the attempt before failed, null when there was none
     */
    void enter(Ask ask, @Nullable FailedAttempt failure) {
        wants = ask;
        lastFailure = failure;
        sinceNanos = loop.nowNanos();
        WaitingRooms.Entry entry = rooms().enter(new WaitingRooms.Guest(
                group, protocol.dialect(), user.id(), user.share(), ask, patience(), arrival, this));
        switch (entry) {
            case WaitingRooms.Entry.Waits waits -> {
                stay = waits.stay();
                arrival = waits.stay().arrival();
                trace.queueStays++;
                trace.queueAhead = waits.crowd().waiting() - 1;
                pings.begin(true);
            }
            case WaitingRooms.Entry.Full full -> call.turnedAway(full(full.crowd()), failure);
            case WaitingRooms.Entry.Vain vain -> {
                trace.decisions.add(vain.none());
                call.turnedAway(Placements.refusal(vain.none(), trace, loop), failure);
            }
        }
    }

    @Override
    public void seated(Decision.Picked picked, AccountPulse.Lease lease) {
        loop.context().runOnContext(ignored -> {
            if (stay == null) { // the client left on the way here
                lease.close();
                return;
            }
            ended();
            call.seated(picked, lease);
        });
    }

    @Override
    public void displaced(WaitingRooms.Crowd crowd) {
        loop.context().runOnContext(ignored -> {
            if (stay != null) {
                ended();
                call.turnedAway(displacedBy(crowd), lastFailure);
            }
        });
    }

    private void ended() {
        stay = null;
        long waited = loop.nowNanos() - sinceNanos;
        trace.queueNanos += waited;
        loop.plane().metrics().queueNanos(waited);
        pings.begin(false);
    }

    /** Called some ten times a second. */
    void tick(long nowNanos) {
        if (stay == null) {
            return;
        }
        if (!loop.plane().accepting().getAsBoolean()) {
            leave(new GatewayException(ErrorCode.SHUTTING_DOWN, ErrorCode.SHUTTING_DOWN.publicText()));
        } else if (nowNanos - sinceNanos - patience().toNanos() > 0) {
            leave(late());
        }
    }

    /** Leaves with an error, but not when the turn has just come. */
    private void leave(GatewayException why) {
        WaitingRooms.Stay at = stay;
        if (at != null && at.leave()) {
            ended();
            call.turnedAway(why, lastFailure);
        }
    }

    /** The client has gone. A slot that is on its way here is given back when it comes. */
    void gone() {
        WaitingRooms.Stay at = stay;
        if (at != null) {
            at.leave();
            ended();
        }
    }

    private GatewayException late() {
        WaitingRooms.Crowd crowd = rooms().crowd(group, user.id());
        DataPlane plane = loop.plane();
        Ask ask = Objects.requireNonNull(wants);
        Decision decision = plane.picker()
                .choose(
                        plane.lineups().of(group, protocol.dialect(), ask.model()),
                        plane.clock().instant(),
                        ask,
                        plane.random().nextLong());
        String why = decision instanceof Decision.NoneAvailable none ? Refusal.words(none) : "others were first";
        if (decision instanceof Decision.NoneAvailable none) {
            trace.decisions.add(none);
            trace.refusal = TraceJson.exclusions(none, loop.plane().picker());
        }
        int others = Math.max(0, crowd.waiting() - 1);
        return refusal(
                ErrorCode.QUEUE_TIMEOUT,
                "No account had room for this call within "
                        + loop.config().queueTimeout().toMillis() / 1_000.0 + " s: " + why + ", and " + others
                        + (others == 1 ? " other call waits" : " other calls wait"),
                crowd);
    }

    private GatewayException full(WaitingRooms.Crowd crowd) {
        return refusal(
                ErrorCode.QUEUE_FULL,
                "All accounts are taken and the queue for them is full: " + crowd.waiting()
                        + " calls of this key's group wait (expected: fewer than "
                        + loop.config().queueMax() + ")",
                crowd);
    }

    private GatewayException displacedBy(WaitingRooms.Crowd crowd) {
        return refusal(
                ErrorCode.QUEUE_FULL,
                "All accounts are taken and the queue for them is full: this user's newest call gave way to a call of another"
                        + " user, who has fewer of the " + crowd.waiting() + " that wait",
                crowd);
    }

    /** Says when a call that comes would get its turn in time. */
    private GatewayException refusal(ErrorCode code, String words, WaitingRooms.Crowd crowd) {
        Duration expected = crowd.expectedWait();
        Duration after =
                expected == null ? UNKNOWN : expected.minus(loop.config().queueTimeout());
        long seconds = ErrorResponses.seconds(after);
        return new GatewayException(
                code, words + "; try again in " + seconds + " s.", words, Duration.ofSeconds(seconds), null);
    }
}
