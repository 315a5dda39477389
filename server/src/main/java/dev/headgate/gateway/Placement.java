package dev.headgate.gateway;

import dev.headgate.base.AccountId;
import dev.headgate.base.Dialect;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.Fingerprint;
import dev.headgate.base.GatewayException;
import dev.headgate.base.PrefixChain;
import dev.headgate.cluster.Answer;
import dev.headgate.protocol.AnswerLinks;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.RequestHead;
import dev.headgate.scheduling.Ask;
import dev.headgate.scheduling.Decision;
import dev.headgate.scheduling.Homes;
import dev.headgate.scheduling.Lineup;
import dev.headgate.scheduling.Refusal;
import dev.headgate.scheduling.Traits;
import dev.headgate.scheduling.Warmth;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where one call belongs and which account it gets: asks the bindings, then the picker. Confined to its event loop. */
final class Placement {
    /** How long a cache lives that nobody reads: Anthropic 5 min; OpenAI "5 to 10 minutes"; Gemini says nothing (vendors' guides, 2026). */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private static final Duration LIFE_OPENAI = Duration.ofMinutes(10);

    /** One in so many calls of a session at home is fingerprinted too, so that beginnings it shares stay known. */
    private static final int FRESHEN = 8;

    private final Loop loop;
    private final RequestTrace trace;
    private final Lineup lineup;
    private final String model;
    private final long tokens;
    private final Homes.@Nullable Request request;
    private final long sealed;
    private final boolean continues;
    private Warmth warmth = Warmth.NONE;
    private boolean promptAsked;

    /**
     * What a call is.
     *
     * @param session the client's word for it, may be empty
     */
    record Subject(Protocol protocol, RequestHead head, String session, int requestBytes) {}

    /** {@code chain} makes the fingerprints of the request's prompt. */
    Placement(
            Loop loop, Admission.Admitted admitted, Subject subject, RequestTrace trace, Supplier<PrefixChain> chain) {
        this.loop = loop;
        this.trace = trace;
        RequestHead head = subject.head();
        Protocol protocol = subject.protocol();
        this.model = head.model();
        this.lineup = loop.plane().lineups().of(admitted.group().id(), protocol.dialect(), model);
        this.tokens = Estimates.inputTokens(subject.requestBytes());
        boolean responses = protocol == Protocol.OPENAI_RESPONSES;
        if (!caches(protocol)) {
            request = null;
            sealed = 0;
            continues = false;
            return;
        }
        request = loop.plane()
                .homes()
                .request(
                        new Traits(
                                admitted.group().id(),
                                Objects.requireNonNull(trace.caller).user().id(),
                                model,
                                subject.session(),
                                responses ? head.previousResponseId() : "",
                                head.prompt().cachedContent(),
                                protocol.dialect() == Dialect.OPENAI ? LIFE_OPENAI : LIFE),
                        chain);
        sealed = responses ? request.chain().sealed() : 0;
        continues = responses && !head.previousResponseId().isEmpty();
    }

    /** Whether a provider keeps a cache of such requests. */
    private static boolean caches(Protocol protocol) {
        return switch (protocol) {
            case ANTHROPIC_MESSAGES, OPENAI_CHAT, OPENAI_RESPONSES, GEMINI_GENERATE -> true;
            case ANTHROPIC_COUNT_TOKENS, OPENAI_EMBEDDINGS, GEMINI_COUNT_TOKENS, GEMINI_EMBEDDINGS -> false;
        };
    }

    /**
     * Asks where the call belongs, then calls {@code then} on the loop. Bindings that can't be asked are none.
     *
     * @throws GatewayException in {@code refused}, when the call wants to continue what isn't its user's
     */
    void find(Runnable then, Consumer<GatewayException> refused) {
        if (request == null || lineup.size() < 2 && !continues) {
            then.run();
            return;
        }
        on(request.find(sealed), found -> {
            if (request.foreign()) {
                refused.accept(new GatewayException(
                        ErrorCode.INVALID_REQUEST,
                        "previous_response_id: not known (expected: the id of a response that this user got)"));
                return;
            }
            boolean freshen = (loop.plane().random().nextLong() & (FRESHEN - 1)) == 0;
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
                found -> loop.context().runOnContext(ignored -> {
                    warmth = found;
                    then.accept(found);
                }),
                failure -> loop.context().runOnContext(ignored -> {
                    Loop.log.debug("bindings can't be asked: {}", failure.toString());
                    then.accept(warmth);
                }));
    }

    /** Chooses an account and hands the decision to {@code then}, at once or later on this loop. */
    void choose(Set<AccountId> tried, Consumer<Decision> then) {
        Decision decision = decide(tried);
        boolean atHome =
                decision instanceof Decision.Picked picked && picked.why().bound();
        if (atHome || promptAsked || request == null || warmth.hard() != null || lineup.size() < 2) {
            then.accept(decision);
            return;
        }
        byPrompt(() -> then.accept(decide(tried)));
    }

    /** Whether an account not tried yet could take the call now. */
    boolean hasAnother(Set<AccountId> tried) {
        return decide(tried) instanceof Decision.Picked;
    }

    private Decision decide(Set<AccountId> tried) {
        return loop.plane()
                .picker()
                .choose(
                        lineup,
                        loop.plane().clock().instant(),
                        new Ask(model, tried, warmth, tokens),
                        loop.plane().random().nextLong());
    }

    /** The error that tells the client why no account can take the call; the trace gets their names. */
    GatewayException refusal(Decision.NoneAvailable none) {
        trace.refusal = TraceJson.exclusions(none, loop.plane().picker());
        ErrorCode code = none.reason() == Decision.Reason.MODEL_NOT_SERVED
                ? ErrorCode.MODEL_NOT_FOUND
                : ErrorCode.NO_ACCOUNT_AVAILABLE;
        String words = Refusal.words(none);
        Duration wait = none.retryAfter() == null ? Duration.ofSeconds(30) : none.retryAfter();
        String sentence = Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
        return new GatewayException(code, sentence, words, wait, null);
    }

    /**
     * The call has been answered well: what it has warmed is remembered.
     *
     * @param longLived whether the provider keeps it for an hour
     */
    void answeredBy(AccountId account, AnswerLinks links, boolean longLived) {
        if (request == null) {
            return;
        }
        long[] items = new long[links.sealed().size()];
        for (int i = 0; i < items.length; i++) {
            items[i] = Fingerprint.of(links.sealed().get(i));
        }
        request.answeredBy(
                account, links.responseId(), items, loop.plane().clock().instant(), longLived);
    }
}
