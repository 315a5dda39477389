package dev.headgate.announcements;

import dev.headgate.base.Check;
import dev.headgate.base.GroupId;
import dev.headgate.base.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something told to users. Immutable.
 *
 * @param text plain or Markdown, as it was written
 * @param from shown from then on
 * @param until shown before; null: without end
 * @param createdBy the author
 */
public record Announcement(
        long id,
        String title,
        String text,
        Level level,
        Audience audience,
        Instant from,
        @Nullable Instant until,
        String createdBy,
        Instant createdAt) {
    private static final int TITLE_MAX = 200;
    private static final int TEXT_MAX = 20_000;

    public Announcement {
        Check.notBlank("title", title);
        Check.lengthAtMost("title", title, TITLE_MAX);
        Check.that(title.chars().noneMatch(c -> c < ' '), "title", "control characters", "one line");
        Check.that(text.length() <= TEXT_MAX, "text", text.length() + " characters", "at most " + TEXT_MAX);
        Check.that(until == null || from.isBefore(until), "until", String.valueOf(until), "after from");
    }

    /** How much it matters. */
    public enum Level {
        INFO,
        WARNING,
        CRITICAL;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The level of that text. */
        public static Level of(String id) {
            for (Level level : values()) {
                if (level.id().equals(id)) {
                    return level;
                }
            }
            throw new IllegalArgumentException("level: \"" + id + "\" (expected: info, warning or critical)");
        }
    }

    /**
     * Whom it is for: users of one of the roles or with a key of one of the groups; everybody where both are empty.
     *
     * @param roles their texts, e.g. {@code user}
     */
    public record Audience(Set<String> roles, List<GroupId> groups) {
        private static final int GROUPS_MAX = 100;

        /** Everybody. */
        public static final Audience ALL = new Audience(Set.of(), List.of());

        public Audience {
            roles = Set.copyOf(roles);
            groups = List.copyOf(groups);
            Check.that(groups.size() <= GROUPS_MAX, "groups", groups.size() + " groups", "at most " + GROUPS_MAX);
        }

        boolean includes(Reader reader) {
            return roles.isEmpty() && groups.isEmpty()
                    || roles.contains(reader.role())
                    || groups.stream().anyMatch(reader.groups()::contains);
        }
    }

    /**
     * Who reads.
     *
     * @param groups those that their keys belong to
     */
    public record Reader(UserId user, String role, Set<GroupId> groups) {}
}
