package dev.headgate.mail;

import dev.headgate.base.IdSource;
import dev.headgate.base.Sealer;
import dev.headgate.base.Secret;
import dev.headgate.settings.Settings;
import dev.headgate.settings.Topic;
import dev.headgate.store.Store;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox and its sender, a virtual thread. {@link #send} only writes the letter down; the sender takes it on within seconds.
 * What a server doesn't take is tried again after 1 min, 5 min, 15 min, 1 h, 3 h, 6 h, 12 h, then it is dead; at once when the
 * server knows no such receiver. A letter is deleted after it was sent, so one whose sender died between the two is sent twice, under
 * one Message-ID. Several nodes share an outbox: a letter is claimed for {@value #CLAIM_MINUTES} minutes. Thread-safe.
 */
public final class Mail implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Mail.class);
    private static final Topic<MailConfig> TOPIC = new Topic<>("mail", MailConfig.class, MailConfig.DEFAULTS);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12));
    private static final int CLAIM_MINUTES = 5;
    private static final int LOOK_SECONDS = 3;

    private final Parts parts;
    private final MailConfig file;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    /**
     * What it stands on.
     *
     * @param refusal why an address that was entered in the console may not be connected to
     */
    public record Parts(
            Store store, Settings settings, Sealer sealer, IdSource ids, InstantSource clock, Refusal refusal) {}

    /** Judges addresses. */
    @FunctionalInterface
    public interface Refusal {
        /** Why not, in words; empty when nothing is wrong with it. */
        Optional<String> of(InetAddress address);
    }

    /**
     * @param file what the settings file says; with a host there, the console's settings don't count
     * @throws IllegalArgumentException when its certificates can't be read
     */
    public Mail(Parts parts, MailConfig file) {
        this.parts = parts;
        this.file = file;
        if (file.caFile() != null) {
            Authorities.of(
                    file.caFile()); // what can't be read is told at the start, not by a letter that doesn't arrive
        }
        this.thread = Thread.ofVirtual().name("mail").unstarted(this::loop);
    }

    public void start() {
        thread.start();
    }

    /** Whether the settings file names the server, so that the console can't. */
    public boolean declared() {
        return file.usable();
    }

    /** What is in force. */
    public MailConfig settings() {
        return declared() ? file : parts.settings().of(TOPIC);
    }

    /** Changes the console's settings. */
    public MailConfig change(UnaryOperator<MailConfig> edit) {
        return parts.settings().change(TOPIC, edit);
    }

    /** Whether letters can be sent. */
    public boolean ready() {
        return settings().usable();
    }

    /** Puts a letter into the outbox. */
    public void send(Letter letter) {
        parts.store().write(handle -> {
            send(handle, letter);
            return 0;
        });
        wake();
    }

    /** The same within a transaction, so that there is a letter only if all else was done; {@link #wake} once it was. */
    public void send(Handle handle, Letter letter) {
        long id = parts.ids().next();
        String sealed = parts.sealer().seal(new Secret(letter.text()), belongsTo(id));
        JdbcMailStore.insert(handle, id, letter, sealed, parts.clock().millis());
    }

    private static String belongsTo(long id) {
        return "mail/" + id;
    }

    /** Lets the sender look at once. */
    public void wake() {
        wake.release();
    }

    /** Sends a letter now, past the outbox, to try the settings out. */
    public void sendNow(Letter letter) throws MailFailure {
        deliver(settings(), letter, parts.ids().next());
    }

    private void deliver(MailConfig server, Letter letter, long id) throws MailFailure {
        if (!server.usable()) {
            throw new MailFailure("no mail server is set", false);
        }
        boolean own = declared();
        SmtpSender.send(
                server,
                letter,
                id,
                parts.clock().instant(),
                address -> own ? Optional.empty() : parts.refusal().of(address));
    }

    private void loop() {
        try {
            while (!stopped) {
                try {
                    sendDue();
                } catch (RuntimeException e) {
                    log.warn("the outbox can't be read now: {}", e.getMessage());
                }
                if (wake.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendDue() {
        long now = parts.clock().millis();
        for (JdbcMailStore.Due due : parts.store().read(handle -> JdbcMailStore.due(handle, now))) {
            long until = now + Duration.ofMinutes(CLAIM_MINUTES).toMillis();
            if (!stopped && parts.store().write(handle -> JdbcMailStore.claim(handle, due, until))) {
                attempt(due);
            }
        }
    }

    private void attempt(JdbcMailStore.Due due) {
        try {
            String text = parts.sealer().open(due.sealed(), belongsTo(due.id())).reveal();
            deliver(settings(), new Letter(due.to(), due.subject(), text), due.id());
            parts.store().write(handle -> {
                JdbcMailStore.sent(handle, due.id());
                return 0;
            });
        } catch (MailFailure e) {
            failed(due, e.words(), e.forGood());
        } catch (IllegalStateException | IllegalArgumentException e) {
            failed(due, String.valueOf(e.getMessage()), true); // it can't be read any more: another key, or damage
        }
    }

    private void failed(JdbcMailStore.Due due, String words, boolean forGood) {
        boolean dead = forGood || due.tries() >= PAUSES.size();
        Duration pause = dead ? Duration.ZERO : PAUSES.get(due.tries());
        long next = parts.clock().millis() + pause.toMillis();
        log.warn("mail {} was not taken, {}: {}", due.id(), dead ? "given up" : "again in " + pause, words);
        parts.store().write(handle -> {
            JdbcMailStore.later(handle, due.id(), next, words, dead);
            return 0;
        });
    }

    /** Letters that were given up, the newest first. */
    public List<DeadLetter> dead(long beforeId, int limit) {
        return parts.store().read(handle -> JdbcMailStore.dead(handle, beforeId, limit));
    }

    /** Tries a dead letter again from the start; whether there was one. */
    public boolean retry(long id) {
        boolean found = parts.store()
                .write(handle -> JdbcMailStore.revive(handle, id, parts.clock().millis()));
        wake();
        return found;
    }

    /** Throws a dead letter away; the letter, empty when there is none. */
    public Optional<DeadLetter> drop(long id) {
        return parts.store().write(handle -> {
            Optional<DeadLetter> found = JdbcMailStore.dead(handle, id);
            JdbcMailStore.deleteDead(handle, id);
            return found;
        });
    }

    /** Letters on their way. */
    public int waiting() {
        return parts.store().read(JdbcMailStore::waiting);
    }

    /** Lets the letter in hand be brought to its end, a few seconds at most; the others wait in the outbox. */
    @Override
    public void close() {
        stopped = true;
        wake();
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
