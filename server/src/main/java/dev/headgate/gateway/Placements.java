package dev.headgate.gateway;

import dev.headgate.base.AccountId;
import dev.headgate.base.Dialect;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.Fingerprint;
import dev.headgate.base.GatewayException;
import dev.headgate.base.PrefixChain;
import dev.headgate.protocol.AnswerLinks;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.RequestHead;
import dev.headgate.scheduling.Decision;
import dev.headgate.scheduling.Homes;
import dev.headgate.scheduling.Placement;
import dev.headgate.scheduling.Refusal;
import dev.headgate.scheduling.Traits;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/** Tells {@link Placement} what a client asks for, and the client why no account can take its call. */
final class Placements {
    /** How long a cache lives that nobody reads: Anthropic 5 min; OpenAI "5 to 10 minutes"; Gemini says nothing (vendors' guides, 2026). */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private static final Duration LIFE_OPENAI = Duration.ofMinutes(10);

    private Placements() {}

    /**
     * What a call is.
     *
     * @param session the client's word for it, may be empty
     */
    record Subject(Protocol protocol, RequestHead head, String session, int requestBytes) {}

    /** The placement of an admitted call; {@code chain} makes the fingerprints of its prompt. */
    static Placement of(
            Loop loop, Admission.Admitted admitted, Subject subject, RequestTrace trace, Supplier<PrefixChain> chain) {
        DataPlane plane = loop.plane();
        RequestHead head = subject.head();
        Protocol protocol = subject.protocol();
        boolean responses = protocol == Protocol.OPENAI_RESPONSES;
        Homes.Request request = !caches(protocol)
                ? null
                : plane.homes()
                        .request(
                                new Traits(
                                        admitted.group().id(),
                                        Objects.requireNonNull(trace.caller)
                                                .user()
                                                .id(),
                                        head.model(),
                                        subject.session(),
                                        responses ? head.previousResponseId() : "",
                                        head.prompt().cachedContent(),
                                        protocol.dialect() == Dialect.OPENAI ? LIFE_OPENAI : LIFE),
                                chain);
        return new Placement(
                new Placement.Parts(
                        plane.picker(),
                        plane.clock(),
                        plane.random(),
                        task -> loop.context().runOnContext(ignored -> task.run())),
                () -> plane.lineups().of(admitted.group().id(), protocol.dialect(), head.model()),
                new Placement.Subject(
                        head.model(),
                        Estimates.inputTokens(subject.requestBytes()),
                        responses && request != null ? request.chain().sealed() : 0,
                        responses && !head.previousResponseId().isEmpty()),
                request);
    }

    /** Whether a provider keeps a cache of such requests. */
    private static boolean caches(Protocol protocol) {
        return switch (protocol) {
            case ANTHROPIC_MESSAGES, OPENAI_CHAT, OPENAI_RESPONSES, GEMINI_GENERATE -> true;
            case ANTHROPIC_COUNT_TOKENS, OPENAI_EMBEDDINGS, GEMINI_COUNT_TOKENS, GEMINI_EMBEDDINGS -> false;
        };
    }

    /**
     * The call has been answered well.
     *
     * @param longLived whether the provider keeps what it cached for an hour
     */
    static void answeredBy(Placement placement, AccountId account, AnswerLinks links, boolean longLived) {
        long[] items = new long[links.sealed().size()];
        for (int i = 0; i < items.length; i++) {
            items[i] = Fingerprint.of(links.sealed().get(i));
        }
        placement.answeredBy(account, links.responseId(), items, longLived);
    }

    /** The error for a call that wants to continue what isn't its user's. */
    static GatewayException foreign() {
        return new GatewayException(
                ErrorCode.INVALID_REQUEST,
                "previous_response_id: not known (expected: the id of a response that this user got)");
    }

    /** The error that tells the client why no account can take the call; the trace gets their names. */
    static GatewayException refusal(Decision.NoneAvailable none, RequestTrace trace, Loop loop) {
        trace.refusal = TraceJson.exclusions(none, loop.plane().picker());
        ErrorCode code = none.reason() == Decision.Reason.MODEL_NOT_SERVED
                ? ErrorCode.MODEL_NOT_FOUND
                : ErrorCode.NO_ACCOUNT_AVAILABLE;
        String words = Refusal.words(none);
        Duration wait = none.retryAfter() == null ? Duration.ofSeconds(30) : none.retryAfter();
        String sentence = Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
        return new GatewayException(code, sentence, words, wait, null);
    }
}
