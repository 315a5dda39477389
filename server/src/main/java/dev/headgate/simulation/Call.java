package dev.headgate.simulation;

import dev.headgate.base.AccountId;
import dev.headgate.base.Fingerprint;
import dev.headgate.limits.Limits;
import dev.headgate.scheduling.Placement;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One turn on its way. */
final class Call {
    private final Traffic.Session session;
    private final int turn;
    private final long arrival;
    private final int retries;
    private final Vendor.Prompt prompt;
    private final Set<AccountId> tried = new HashSet<>();
    private int attempts;
    private int stays;
    private long place = -1;
    private long waitsSince = -1;
    private long waited;
    private @Nullable Placement placement;
    private Ours.@Nullable Waiting waiting;
    private Limits.@Nullable Grant grant;
    private UserLog.@Nullable Entry logged;
    private @Nullable AccountId home;

    Call(Traffic.Session session, int turn, long arrival, int retries) {
        this.session = session;
        this.turn = turn;
        this.arrival = arrival;
        this.retries = retries;
        this.prompt = prompt(session, turn);
    }

    /** Instructions, then each message; the same session's later prompts begin with its earlier ones. */
    private static Vendor.Prompt prompt(Traffic.Session session, int turn) {
        int size = 2 + 2 * turn;
        long[] hashes = new long[size];
        int[] tokens = new int[size];
        hashes[0] = Fingerprint.mix(session.app());
        tokens[0] = session.instructionTokens();
        for (int i = 1; i < size; i++) {
            Traffic.Turn of = session.turns().get((i - 1) / 2);
            hashes[i] = Fingerprint.mix(hashes[i - 1] ^ session.number() * 1_000_003L + i);
            tokens[i] = tokens[i - 1] + (i % 2 == 1 ? of.inputTokens() : of.outputTokens());
        }
        Traffic.Turn last = session.turns().get(turn);
        return new Vendor.Prompt(hashes, tokens, last.outputTokens(), last.took());
    }

    Traffic.Session session() {
        return session;
    }

    int turn() {
        return turn;
    }

    long arrival() {
        return arrival;
    }

    int retries() {
        return retries;
    }

    Vendor.Prompt prompt() {
        return prompt;
    }

    /** What limits set aside for it: no more than it can use. */
    long tokensAtMost() {
        return (long) prompt.all() + Math.max(prompt.outputTokens(), Traffic.OUTPUT_TOKENS_MAX);
    }

    long tokens() {
        return (long) prompt.all() + prompt.outputTokens();
    }

    Set<AccountId> tried() {
        return tried;
    }

    int attempt() {
        return ++attempts;
    }

    /** It begins to wait. */
    void waits(long now) {
        waitsSince = now;
        stays++;
    }

    /** It has waited. */
    void waitedUntil(long now) {
        waited += now - waitsSince;
        waitsSince = -1;
    }

    boolean isWaiting() {
        return waitsSince >= 0;
    }

    /** All its waits together, without one that goes on. */
    long waitedMillis() {
        return waited;
    }

    /** How often it has waited. */
    int stays() {
        return stays;
    }

    /** Its place in the order of arrivals, -1 while it has none. */
    long place() {
        return place;
    }

    void waiting(Ours.Waiting now, long at) {
        waiting = now;
        place = at;
    }

    Ours.@Nullable Waiting waiting() {
        return waiting;
    }

    @Nullable
    Placement placement() {
        return placement;
    }

    void placement(Placement made) {
        placement = made;
    }

    void admitted(Limits.Grant taken, UserLog.Entry entry) {
        grant = taken;
        logged = entry;
    }

    Limits.Grant grant() {
        return Objects.requireNonNull(grant);
    }

    UserLog.Entry logged() {
        return Objects.requireNonNull(logged);
    }

    /** Where the policy knows it to be at home. */
    void home(@Nullable AccountId at) {
        home = at;
    }

    @Nullable
    AccountId home() {
        return home;
    }
}
