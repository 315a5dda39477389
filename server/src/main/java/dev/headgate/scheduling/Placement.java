package dev.headgate.scheduling;

import dev.headgate.base.AccountId;
import dev.headgate.cluster.Answer;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where one call belongs and which account it gets: asks the bindings, then the picker. Confined to the thread of its {@code home}.
 */
public final class Placement {
    /** One in so many calls of a session at home is fingerprinted too, so that beginnings it shares stay known. */
    private static final int FRESHEN = 8;

    private final Parts parts;
    private final Supplier<Lineup> lineup;
    private final Subject subject;
    private final Homes.@Nullable Request request;
    private Warmth warmth = Warmth.NONE;
    private boolean promptAsked;

    /**
     * What it works with.
     *
     * @param home where it goes on when an answer came from elsewhere
     */
    public record Parts(AccountPicker picker, InstantSource clock, RandomGenerator random, Executor home) {}

    /**
     * What is asked for.
     *
     * @param tokens estimate of the prompt
     * @param sealed fingerprint of an encrypted item in it, 0 when it has none
     * @param continues whether it names an answer that it continues
     */
    public record Subject(String model, long tokens, long sealed, boolean continues) {}

    /**
     * A call to be placed.
     *
     * @param lineup who can serve it, as accounts are defined now
     * @param request its bindings, null when it has none
     */
    public Placement(Parts parts, Supplier<Lineup> lineup, Subject subject, Homes.@Nullable Request request) {
        this.parts = parts;
        this.lineup = lineup;
        this.subject = subject;
        this.request = request;
    }

    /**
     * Asks where the call belongs, then calls {@code then}. Bindings that can't be asked are none.
     *
     * @param foreign called instead when it wants to continue what isn't its user's
     */
    public void find(Runnable then, Runnable foreign) {
        if (request == null || lineup.get().size() < 2 && !subject.continues()) {
            then.run();
            return;
        }
        on(request.find(subject.sealed()), found -> {
            if (request.foreign()) {
                foreign.run();
                return;
            }
            boolean freshen = (parts.random().nextLong() & (FRESHEN - 1)) == 0;
            if (found.hard() != null || found.home() != null && !freshen) {
                then.run();
                return;
            }
            byPrompt(then);
        });
    }

    private void byPrompt(Runnable then) {
        promptAsked = true;
        on(Objects.requireNonNull(request).findByPrompt(), found -> then.run());
    }

    private void on(Answer<Warmth> answer, Consumer<Warmth> then) {
        if (answer.known()) {
            warmth = answer.value();
            then.accept(warmth);
            return;
        }
        answer.then(
                found -> parts.home().execute(() -> {
                    warmth = found;
                    then.accept(found);
                }),
                failure -> parts.home().execute(() -> then.accept(warmth)));
    }

    /** Chooses an account and hands the decision to {@code then}, at once or later. */
    public void choose(Set<AccountId> tried, Consumer<Decision> then) {
        Decision decision = decide(tried);
        boolean atHome =
                decision instanceof Decision.Picked picked && picked.why().bound();
        if (atHome || knowsAll()) {
            then.accept(decision);
            return;
        }
        byPrompt(() -> then.accept(decide(tried)));
    }

    /** Finds out all that there is to know, for a call that has to wait, and hands what it asks for to {@code then}. */
    public void prepare(Set<AccountId> tried, Consumer<Ask> then) {
        if (knowsAll()) {
            then.accept(ask(tried));
            return;
        }
        byPrompt(() -> then.accept(ask(tried)));
    }

    private boolean knowsAll() {
        return promptAsked
                || request == null
                || warmth.hard() != null
                || lineup.get().size() < 2;
    }

    /** What the account chosen now would be, and why. */
    public Decision decide(Set<AccountId> tried) {
        return parts.picker()
                .choose(
                        lineup.get(),
                        parts.clock().instant(),
                        ask(tried),
                        parts.random().nextLong());
    }

    private Ask ask(Set<AccountId> tried) {
        return new Ask(subject.model(), tried, warmth, subject.tokens());
    }

    /** What it is known to belong to. */
    public Warmth warmth() {
        return warmth;
    }

    /** Tells its conversation from others, 0 where nothing that tells was looked at. */
    public long conversation() {
        return request == null ? 0 : request.conversation();
    }

    /** The call has been answered well: what it has warmed is remembered. See {@link Homes.Request#answeredBy}. */
    public void answeredBy(AccountId account, String responseId, long[] sealed, boolean longLived) {
        if (request != null) {
            request.answeredBy(account, responseId, sealed, parts.clock().instant(), longLived);
        }
    }
}
