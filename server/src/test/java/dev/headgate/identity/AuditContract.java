package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.IdSource;
import dev.headgate.identity.AuditLog.Deed;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the audit log promises on every database: no change untold, no entry changed or gone before its time. */
abstract class AuditContract {
    private static final AuditEntry.Origin ORIGIN = new AuditEntry.Origin("203.0.113.7", "request-1");
    private static final String CHANGE = "insert into settings (topic, value_json, changed_at) values ('test', 'x', 1)";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private Store store;
    private AuditLog audit;

    abstract String url();

    @BeforeEach
    void open() {
        store = Store.open(url());
        audit = new AuditLog(store, new IdSource(clock, new Random(1)), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private AuditLog.Watch watch() {
        return audit.watch("ada@example.com", "settings.change", "/settings/test", ORIGIN);
    }

    private int changed(AuditLog.Watch watch) {
        return watch.over(() -> store.write(handle -> handle.execute(CHANGE)));
    }

    private long count(String table) {
        return store.read(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
    }

    private List<AuditEntry> all() {
        return audit.list(new AuditLog.Filter(null, null, null, null, null, null, 100));
    }

    private void tell(String subject) {
        clock.advance(Duration.ofMillis(1)); // ids of one millisecond have no order
        watch().done(List.of(new Deed("keys.change", subject, "", "")));
    }

    @Test
    void whatIsBegunIsThereWithTheChangeAndGoneOnceItIsTold() {
        AuditLog.Watch watch = watch();
        changed(watch);
        assertThat(count("audit_begun")).isEqualTo(1);
        assertThat(all()).isEmpty();
        watch.done(List.of(new Deed("settings.change", "settings:test", "{\"a\":1}", "{\"a\":2}")));
        assertThat(count("audit_begun")).isZero();
        AuditEntry told = all().getFirst();
        assertThat(told.actor()).isEqualTo("ada@example.com");
        assertThat(told.subject()).isEqualTo("settings:test");
        assertThat(told.before()).isEqualTo("{\"a\":1}");
        assertThat(told.origin()).isEqualTo(ORIGIN);
    }

    /** Neither without the other: a log that can't be written stops the change, a change that fails leaves no trace of one. */
    @Test
    void changeAndTraceAreOneTransaction() {
        assertThatThrownBy(() -> watch().over(() -> store.write(handle -> {
                    handle.execute(CHANGE);
                    throw new IllegalStateException("no");
                })))
                .hasMessage("no");
        assertThat(count("audit_begun")).isZero();
        store.write(handle -> handle.execute("alter table audit_begun rename to audit_lost"));
        assertThatThrownBy(() -> changed(watch())).isInstanceOf(JdbiException.class);
        assertThat(count("settings where topic = 'test'")).isZero();
        store.write(handle -> handle.execute("alter table audit_lost rename to audit_begun"));
    }

    @Test
    void aLookThatChangesNothingLeavesNoTraceOfABeginning() {
        AuditLog.Watch watch = watch();
        assertThat(watch.<Integer>over(() -> store.read(handle -> 1))).isEqualTo(1);
        watch.done(List.of());
        assertThat(count("audit_begun")).isZero();
        assertThat(all()).isEmpty();
    }

    /** SIGKILL between the change and its audit entry. */
    @Test
    void aChangeWhoseProcessDiedIsToldAllTheSame() {
        changed(watch());
        assertThat(audit.tellUnfinished()).as("it may still be at work").isZero();
        clock.advance(Duration.ofMinutes(11));
        assertThat(audit.tellUnfinished()).isEqualTo(1);
        assertThat(audit.tellUnfinished()).isZero();
        AuditEntry told = all().getFirst();
        assertThat(told.action()).isEqualTo("settings.change");
        assertThat(told.subject()).isEqualTo("/settings/test");
        assertThat(told.actor()).isEqualTo("ada@example.com");
        assertThat(told.after()).isEqualTo("{\"outcome\":\"unknown\"}");
        assertThat(told.at()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Test
    void aChangeThatBrokeHalfWayIsToldWithWhatIsKnownOfIt() {
        AuditLog.Watch watch = watch();
        changed(watch);
        watch.broke(List.of(new Deed("keys.delete", "key:1", "", "")));
        assertThat(all()).extracting(AuditEntry::action).containsExactlyInAnyOrder("settings.change", "keys.delete");
        assertThat(all().toString()).contains("failed");
        watch().broke(List.of());
        assertThat(all()).as("what changed nothing before it broke").hasSize(2);
    }

    @Test
    void anEntryIsNeverChangedOrTakenAway() {
        tell("key:1");
        for (String attempt : List.of(
                "update audit_entries set actor = 'somebody else'",
                "update audit_entries set at = 0",
                "delete from audit_entries",
                "delete from audit_entries where subject = 'key:1'")) {
            assertThatThrownBy(() -> store.write(handle -> handle.execute(attempt)))
                    .as(attempt)
                    .isInstanceOf(JdbiException.class)
                    .hasMessageContaining("audit entries");
        }
        if (store.postgresql()) {
            assertThatThrownBy(() -> store.write(handle -> handle.execute("truncate audit_entries")))
                    .isInstanceOf(JdbiException.class);
        }
        assertThat(all()).hasSize(1);
    }

    @Test
    void entriesLeaveAtTheirAgeAndNotBefore() {
        for (int i = 0; i < 5; i++) {
            tell("key:" + i);
        }
        clock.advance(Duration.ofDays(40));
        tell("key:new");
        audit.removeOlderThan(Duration.ZERO, () -> false);
        audit.removeOlderThan(Duration.ofDays(41), () -> false);
        assertThat(all()).hasSize(6);
        audit.removeOlderThan(Duration.ofDays(30), () -> false);
        assertThat(all()).extracting(AuditEntry::subject).containsExactly("key:new");
    }

    @Test
    void theLogIsReadByOneThingOrByAKindOfThings() {
        tell("key:1");
        tell("key:12");
        tell("key_x:1");
        tell("user:1");
        assertThat(subjects("key:1")).containsExactly("key:1");
        assertThat(subjects("key:")).containsExactly("key:12", "key:1");
        assertThat(subjects("key_x:")).containsExactly("key_x:1");
        assertThat(subjects("%:")).isEmpty();
    }

    private List<String> subjects(String subject) {
        return audit.list(new AuditLog.Filter(null, null, subject, null, null, null, 100)).stream()
                .map(AuditEntry::subject)
                .toList();
    }

    /** More than are read at a time. */
    @Test
    void aLongLogIsReadToItsEndOnce() {
        List<Deed> deeds = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            deeds.add(new Deed("keys.change", "key:" + i, "", ""));
        }
        watch().done(deeds);
        List<Long> seen = new ArrayList<>();
        audit.each(
                new AuditLog.Filter(null, null, null, null, null, null, Integer.MAX_VALUE),
                entry -> seen.add(entry.id()));
        assertThat(seen).hasSize(2_500).doesNotHaveDuplicates();
    }
}
