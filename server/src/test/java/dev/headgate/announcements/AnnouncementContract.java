package dev.headgate.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.announcements.Announcement.Audience;
import dev.headgate.announcements.Announcement.Reader;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told what, when, and what they have read; on every database. */
abstract class AnnouncementContract {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Reader USER = new Reader(new UserId(1), "user", Set.of(new GroupId(5)));
    private static final Reader ADMIN = new Reader(new UserId(2), "admin", Set.of());

    private final ManualClock clock = new ManualClock(START);
    private Store store;
    private Announcements announcements;

    abstract String url();

    @BeforeEach
    void open() {
        store = Store.open(url());
        announcements = new Announcements(store, new IdSource(clock, new Random(1)), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Announcement tell(String title, Audience audience, Instant from, @Nullable Instant until) {
        clock.advance(Duration.ofMillis(1));
        return announcements.create(
                new Announcement(0, title, "text", Announcement.Level.INFO, audience, from, until, "", clock.instant()),
                "owner@example.com");
    }

    private List<String> titles(Reader reader) {
        return announcements.shown(reader).stream()
                .map(one -> one.announcement().title())
                .toList();
    }

    @Test
    void eachIsShownToItsAudience() {
        tell("all", Audience.ALL, START, null);
        tell("users", new Audience(Set.of("user"), List.of()), START, null);
        tell("group 5", new Audience(Set.of(), List.of(new GroupId(5))), START, null);
        tell("group 6 or admins", new Audience(Set.of("admin"), List.of(new GroupId(6))), START, null);
        assertThat(titles(USER)).containsExactly("group 5", "users", "all");
        assertThat(titles(ADMIN)).containsExactly("group 6 or admins", "all");
    }

    @Test
    void eachIsShownInItsTime() {
        tell("coming", Audience.ALL, START.plusSeconds(60), START.plusSeconds(120));
        assertThat(titles(USER)).isEmpty();
        clock.set(START.plusSeconds(60));
        assertThat(titles(USER)).containsExactly("coming");
        clock.set(START.plusSeconds(120));
        assertThat(titles(USER)).isEmpty();
        assertThat(announcements.list(Long.MAX_VALUE, 10)).hasSize(1);
    }

    @Test
    void whoHasReadItIsKnown() {
        Announcement one = tell("one", Audience.ALL, START, null);
        Announcement other = tell("two", new Audience(Set.of("admin"), List.of()), START, null);
        assertThat(announcements.markRead(USER, one.id())).isTrue();
        assertThat(announcements.markRead(USER, one.id())).isTrue();
        assertThat(announcements.markRead(USER, other.id())).isFalse(); // not for them
        assertThat(announcements.shown(USER)).singleElement().matches(Announcements.Shown::read);
        announcements.markAllRead(ADMIN);
        assertThat(announcements.shown(ADMIN)).hasSize(2).allMatch(Announcements.Shown::read);
        assertThat(announcements.find(one.id()).orElseThrow().readers()).isEqualTo(2);
        assertThat(announcements.delete(one.id())).isPresent();
        assertThat(announcements.find(one.id())).isEmpty();
        assertThat(titles(USER)).isEmpty();
    }
}
