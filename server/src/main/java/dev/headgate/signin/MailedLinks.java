package dev.headgate.signin;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.identity.KeyHash;
import dev.headgate.identity.People;
import dev.headgate.identity.Person;
import dev.headgate.mail.Letter;
import dev.headgate.signin.JdbcLinkStore.Link;
import dev.headgate.signin.JdbcLinkStore.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links in letters: whoever can read the mailbox holds the token, 256 random bits, good once.
 *
 * <p>{@link #ask} does the same for every address: it writes the wish down. Only a virtual thread of our own, later, looks whether
 * the address is known and sends the letter that fits, so neither the answer nor its time tells who has an account. An address gets
 * at most {@value #LETTERS_AN_HOUR} letters an hour, whoever asks, and a network may ask {@value #ASKED_AN_HOUR} times. Thread-safe.
 */
final class MailedLinks implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MailedLinks.class);
    private static final int LETTERS_AN_HOUR = 3;
    private static final int ASKED_AN_HOUR = 30;
    private static final int LOOK_SECONDS = 3;

    private final SignInParts parts;
    private final IdSource ids;
    private final People people;
    private final Post post;
    private final Throttle throttle;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    MailedLinks(SignInParts parts, IdSource ids, People people, Post post) {
        this.parts = parts;
        this.ids = ids;
        this.people = people;
        this.post = post;
        this.throttle = new Throttle(parts.ticker());
        this.thread = Thread.ofVirtual().name("mailed-links").unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /** @param user who asks, 0 for a stranger */
    record Wish(LinkKind kind, String email, UserId user, Language language) {}

    /**
     * Asks for a letter.
     *
     * @throws GatewayException {@code rate_limited} when too many were asked for from there
     */
    void ask(Wish wish, People.From from) {
        if (!throttle.passes("network " + from.network(), ASKED_AN_HOUR)) {
            throw new GatewayException(
                    ErrorCode.RATE_LIMITED,
                    "Too many letters were asked for from here; try again in an hour.",
                    "letters",
                    Duration.ofHours(1),
                    null);
        }
        if (!throttle.passes("address " + wish.email(), LETTERS_AN_HOUR)) {
            return;
        }
        Request request = new Request(ids.next(), wish.kind(), wish.email(), wish.user(), wish.language());
        parts.store().write(handle -> {
            JdbcLinkStore.request(handle, request);
            return 0;
        });
        wake.release();
    }

    private void loop() {
        try {
            while (!stopped) {
                try {
                    parts.store().read(JdbcLinkStore::requests).forEach(this::answer);
                } catch (RuntimeException e) {
                    log.warn("letters that were asked for wait: {}", e.getMessage());
                }
                if (wake.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Request request) {
        Optional<Person> known = people.named(request.email());
        Secret token = parts.newToken();
        String link = request.kind().link(post.base().get(), token.reveal());
        Optional<Letter> letter = letter(request, known, link);
        UserId user = request.kind() == LinkKind.RESET
                ? known.map(person -> person.user().id()).orElse(request.user())
                : request.user();
        parts.store().write(handle -> {
            if (JdbcLinkStore.done(handle, request) && letter.isPresent()) {
                if (letter.get().text().contains(token.reveal())) {
                    Link made = new Link(request.email(), user);
                    long now = parts.clock().millis();
                    JdbcLinkStore.insert(handle, KeyHash.of(token.reveal()), request.kind(), made, now);
                }
                post.mail().send(handle, letter.get());
            }
            return 0;
        });
        post.mail().wake();
    }

    /** The letter that fits, empty when nothing is to be said. */
    private Optional<Letter> letter(Request request, Optional<Person> known, String link) {
        Language language = request.language();
        String to = request.email();
        Letters letters = post.letters();
        return switch (request.kind()) {
            case REGISTER ->
                known.isPresent()
                        ? Optional.of(letters.known(language, to, post.base().get()))
                        : Optional.of(letters.register(language, to, link));
            case RESET ->
                known.filter(person -> person.user().enabled())
                        .map(person -> letters.reset(language, person.user().email(), link));
            case CHANGE_EMAIL ->
                known.isPresent() ? Optional.empty() : Optional.of(letters.changeEmail(language, to, link));
        };
    }

    /** What a link is for; it stays good. */
    Optional<Link> look(LinkKind kind, Secret token) {
        KeyHash hash = KeyHash.of(token.reveal());
        return parts.store()
                .read(handle ->
                        JdbcLinkStore.link(handle, hash, kind, parts.clock().millis()));
    }

    /** Uses a link up, with the user's others of its kind; whether it was still good. */
    boolean use(LinkKind kind, Secret token, UserId user) {
        return parts.store().write(handle -> {
            boolean there = JdbcLinkStore.use(handle, KeyHash.of(token.reveal()));
            if (user.value() != 0) {
                JdbcLinkStore.end(handle, user, kind);
            }
            return there;
        });
    }

    static GatewayException over() {
        return new GatewayException(ErrorCode.FORBIDDEN, "This link was used, or its time is over; ask for a new one.");
    }

    @Override
    public void close() {
        stopped = true;
        wake.release();
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
