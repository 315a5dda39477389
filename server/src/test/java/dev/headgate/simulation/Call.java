package dev.headgate.simulation;

import dev.headgate.accounts.AccountPulse;
import dev.headgate.base.AccountId;
import dev.headgate.base.Fingerprint;
import dev.headgate.scheduling.Decision;
import dev.headgate.scheduling.Homes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One turn on its way. */
final class Call {
    private final Traffic.Session session;
    private final int turn;
    private final long arrival;
    private final Vendor.Prompt prompt;
    private final Set<AccountId> tried = new HashSet<>();
    private int attempts;
    private int retries;
    private boolean waiting;
    private boolean promptAsked;
    private Homes.@Nullable Request request;
    private AccountPulse.@Nullable Lease lease;
    private @Nullable AccountId home;
    private Decision.@Nullable Why why;

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
        tokens[0] = Traffic.instructionTokens(session.app());
        for (int i = 1; i < size; i++) {
            Traffic.Turn of = session.turns().get((i - 1) / 2);
            hashes[i] = Fingerprint.mix(hashes[i - 1] ^ session.number() * 1_000_003L + i);
            tokens[i] = tokens[i - 1] + (i % 2 == 1 ? of.inputTokens() : of.outputTokens());
        }
        return new Vendor.Prompt(hashes, tokens, session.turns().get(turn).outputTokens());
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

    Vendor.Prompt prompt() {
        return prompt;
    }

    Set<AccountId> tried() {
        return tried;
    }

    int attempt() {
        return ++attempts;
    }

    int attempts() {
        return attempts;
    }

    int retries() {
        return retries;
    }

    boolean waiting() {
        return waiting;
    }

    void waiting(boolean now) {
        waiting = now;
    }

    boolean promptAsked() {
        return promptAsked;
    }

    void promptAsked(boolean now) {
        promptAsked = now;
    }

    Homes.@Nullable Request request() {
        return request;
    }

    void request(Homes.Request made) {
        request = made;
    }

    AccountPulse.@Nullable Lease lease() {
        return lease;
    }

    void lease(AccountPulse.Lease taken) {
        lease = taken;
    }

    /** Where the policy says that it is at home, and why it chose what it chose. */
    void home(@Nullable AccountId at, Decision.Why because) {
        home = at;
        why = because;
    }

    @Nullable
    AccountId home() {
        return home;
    }

    Decision.@Nullable Why why() {
        return why;
    }
}
