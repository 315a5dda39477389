package dev.headgate.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.IdSource;
import dev.headgate.base.Sealer;
import dev.headgate.base.Secret;
import dev.headgate.mail.Mail;
import dev.headgate.mail.MailConfig;
import dev.headgate.settings.Settings;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import dev.headgate.webhooks.WebhookOutbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules and history on every database; what fires goes on firing over a restart. */
abstract class AlertContract {
    private static final MailConfig SERVER =
            new MailConfig("127.0.0.1", 9, MailConfig.Security.NONE, null, null, "hg@example.com", null);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private Store store;
    private Mail mail;
    private IdSource ids;
    private List<Snapshot.Reading> readings = List.of();
    private Alerts alerts;

    abstract String url();

    @BeforeEach
    void open() {
        store = Store.open(url());
        ids = new IdSource(clock, new Random(1));
        Sealer plain = new Sealer() {
            @Override
            public String seal(Secret secret, String belongsTo) {
                return secret.reveal();
            }

            @Override
            public Secret open(String sealed, String belongsTo) {
                return new Secret(sealed);
            }
        };
        // never started: letters stay in the outbox, where they can be counted
        mail = new Mail(
                new Mail.Parts(
                        store, new Settings(store, plain, clock), plain, ids, clock, address -> Optional.empty()),
                SERVER);
        alerts = begun();
    }

    private Alerts begun() {
        Alerts begun = new Alerts(new Alerts.Parts(
                store,
                ids,
                clock,
                mail,
                new WebhookOutbox(store, ids, clock),
                () -> new Snapshot(clock.instant(), EnumSet.allOf(AlertMetric.class), readings),
                () -> List.of("a@example.com", "b@example.com")));
        begun.load();
        return begun;
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void sick(String... accounts) {
        List<Snapshot.Reading> now = new ArrayList<>();
        for (String account : accounts) {
            now.add(new Snapshot.Reading(AlertMetric.ACCOUNT_ATTENTION, account, 1, account + " needs attention"));
        }
        readings = now;
        clock.advance(Duration.ofSeconds(10));
        alerts.look();
    }

    private List<Alert> all() {
        return alerts.list(new Alerts.Filter(0, null, null, null, Long.MAX_VALUE, 1_000));
    }

    @Test
    void sensibleRulesAreThereFromTheStart() {
        List<AlertRule> rules = alerts.rules(0, 100);
        assertThat(rules).hasSize(10).allMatch(AlertRule::enabled);
        assertThat(rules).extracting(AlertRule::metric).containsExactlyInAnyOrder(AlertMetric.values());
    }

    @Test
    void whatFiresGoesOnFiringOverARestartAndIsToldOnce() {
        sick("one");
        assertThat(alerts.firing(Long.MAX_VALUE, 10)).hasSize(1);
        assertThat(mail.waiting()).isEqualTo(2);
        Alert before = alerts.firing(Long.MAX_VALUE, 10).getFirst();
        alerts = begun();
        sick("one");
        assertThat(alerts.firing(Long.MAX_VALUE, 10)).containsExactly(before);
        assertThat(mail.waiting()).isEqualTo(2);
        sick();
        assertThat(alerts.firing(Long.MAX_VALUE, 10)).isEmpty();
        assertThat(mail.waiting()).isEqualTo(4);
        Alert over = all().getFirst();
        assertThat(over.id()).isEqualTo(before.id());
        assertThat(over.resolvedAt()).isEqualTo(clock.instant());
        alerts = begun();
        sick("one"); // within the cool-down: known, but silent
        assertThat(all()).hasSize(2);
        assertThat(all().getFirst().told()).isFalse();
        assertThat(mail.waiting()).isEqualTo(4);
    }

    /** How long something must be so is counted on over a restart too. */
    @Test
    void aTimeThatRunsGoesOnOverARestart() {
        readings = List.of(new Snapshot.Reading(AlertMetric.JOURNAL_LAG, "", 20_000, "much"));
        alerts.look();
        clock.advance(Duration.ofSeconds(119));
        alerts = begun();
        alerts.look();
        assertThat(all()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        alerts.look();
        assertThat(all()).hasSize(1);
    }

    @Test
    void manyAtOnceMakeOneLetterForEachReceiver() {
        String[] names = new String[120];
        for (int i = 0; i < names.length; i++) {
            names[i] = "account-" + i;
        }
        sick(names);
        assertThat(all()).hasSize(120);
        assertThat(mail.waiting()).isEqualTo(2);
    }

    @Test
    void historyIsListedAPageAtATimeAndFiltered() {
        sick("one", "two", "three");
        sick("two");
        List<Alert> seen = new ArrayList<>();
        long before = Long.MAX_VALUE;
        for (List<Alert> page = page(before); !page.isEmpty(); page = page(before)) {
            seen.addAll(page);
            before = page.getLast().id();
        }
        assertThat(seen).extracting(Alert::subject).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(alerts.list(new Alerts.Filter(1, null, null, null, Long.MAX_VALUE, 10)))
                .isEmpty();
        assertThat(alerts.list(new Alerts.Filter(4, Severity.CRITICAL, null, null, Long.MAX_VALUE, 10)))
                .hasSize(3);
        assertThat(alerts.list(new Alerts.Filter(0, Severity.INFO, null, null, Long.MAX_VALUE, 10)))
                .isEmpty();
        assertThat(alerts.list(new Alerts.Filter(0, null, clock.instant(), null, Long.MAX_VALUE, 10)))
                .isEmpty();
        assertThat(alerts.list(new Alerts.Filter(0, null, null, clock.instant(), Long.MAX_VALUE, 10)))
                .hasSize(3);
    }

    private List<Alert> page(long before) {
        return alerts.list(new Alerts.Filter(0, null, null, null, before, 2));
    }

    @Test
    void theFirstWhoAcknowledgesStays() {
        sick("one");
        long id = all().getFirst().id();
        alerts.acknowledge(id, "first@example.com");
        clock.advance(Duration.ofMinutes(1));
        alerts.acknowledge(id, "second@example.com");
        Alert seen = alerts.find(id).orElseThrow();
        assertThat(seen.acknowledgedBy()).isEqualTo("first@example.com");
        assertThat(seen.acknowledgedAt()).isEqualTo(clock.instant().minusSeconds(60));
        assertThat(alerts.acknowledge(1, "x")).isEmpty();
    }

    @Test
    void aRemovedRulesAlertIsOver() {
        sick("one");
        alerts.delete(4);
        sick("one");
        assertThat(alerts.firing(Long.MAX_VALUE, 10)).isEmpty();
        assertThat(all().getFirst().resolvedAt()).isNotNull();
    }

    @Test
    void oldHistoryIsRemoved() {
        sick("one");
        sick();
        clock.advance(Duration.ofDays(181));
        alerts.look();
        assertThat(all()).isEmpty();
    }
}
