package dev.headgate.admin;

import dev.headgate.announcements.Announcement;
import dev.headgate.announcements.Announcement.Audience;
import dev.headgate.announcements.Announcements;
import dev.headgate.base.GroupId;
import dev.headgate.base.UserId;
import dev.headgate.config.Doc;
import dev.headgate.identity.Keys;
import dev.headgate.identity.Listing;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Person;
import dev.headgate.identity.Role;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What operators tell users, and what a user is told. */
final class AnnouncementsApi {
    private static final String NONE = "announcement";

    /** A user's keys beyond so many don't add groups. */
    private static final int KEYS_MAX = 1_000;

    private final Features.Outside outside;
    private final Keys keys;
    private final GroupNames groups;

    AnnouncementsApi(Features.Outside outside, Keys keys, GroupNames groups) {
        this.outside = outside;
        this.keys = keys;
        this.groups = groups;
    }

    record AnnouncementView(
            String id,
            String title,

            @Doc("plain text or Markdown, at most 20,000 characters; shown without HTML")
            String text,

            @Doc("info, warning or critical") String level,

            @Doc("for users of these roles; everybody where groups are empty too")
            List<String> roles,

            @Doc("for users with a key of these groups, by id")
            List<String> groupIds,

            Instant from,
            @Doc("null = without end") @Nullable Instant until,
            @Doc("how many have read it") int readers,
            String createdBy,
            Instant createdAt) {
        static AnnouncementView of(Announcement one, int readers) {
            return new AnnouncementView(
                    Long.toString(one.id()),
                    one.title(),
                    one.text(),
                    one.level().id(),
                    one.audience().roles().stream().sorted().toList(),
                    one.audience().groups().stream()
                            .map(group -> Long.toString(group.value()))
                            .toList(),
                    one.from(),
                    one.until(),
                    readers,
                    one.createdBy(),
                    one.createdAt());
        }
    }

    record NewAnnouncement(
            String title,

            @Doc("plain text or Markdown, at most 20,000 characters; shown without HTML")
            String text,

            @Doc("info, warning or critical; absent = info") @Nullable
            String level,

            @Doc("for users of these roles; absent or empty with groups = everybody") @Nullable
            List<String> roles,

            @Doc("for users with a key of these groups, by id") @Nullable
            List<String> groupIds,

            @Doc("absent = now") @Nullable Instant from,
            @Doc("absent = without end") @Nullable Instant until) {}

    record AnnouncementChange(
            @Nullable String title,

            @Doc("plain text or Markdown, at most 20,000 characters; shown without HTML") @Nullable
            String text,

            @Nullable String level,
            @Doc("for users of these roles") @Nullable List<String> roles,

            @Doc("for users with a key of these groups, by id") @Nullable
            List<String> groupIds,

            @Nullable Instant from,
            @Doc("null = without end") @Nullable Clearable<Instant> until) {}

    record AnnouncementQuery(
            @Nullable Integer limit, @Nullable String cursor) {}

    record OwnAnnouncement(
            String id,
            String title,

            @Doc("plain text or Markdown, at most 20,000 characters; shown without HTML")
            String text,

            @Doc("info, warning or critical") String level,
            Instant from,
            @Nullable Instant until,
            boolean read) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/announcements", "announcements.list", "All announcements, the newest first")
                        .needs(Permission.ANNOUNCEMENTS_READ)
                        .givesPage(AnnouncementView.class)
                        .with(AnnouncementQuery.class, this::list),
                Endpoint.post("/announcements", "announcements.create", "Tell users something")
                        .needs(Permission.ANNOUNCEMENTS_WRITE)
                        .gives(AnnouncementView.class)
                        .with(NewAnnouncement.class, this::create),
                Endpoint.get("/announcements/{id}", "announcements.show", "One announcement")
                        .needs(Permission.ANNOUNCEMENTS_READ)
                        .gives(AnnouncementView.class)
                        .by(this::show),
                Endpoint.patch("/announcements/{id}", "announcements.change", "Change one; what is absent stays")
                        .needs(Permission.ANNOUNCEMENTS_WRITE)
                        .gives(AnnouncementView.class)
                        .with(AnnouncementChange.class, this::change),
                Endpoint.delete("/announcements/{id}", "announcements.delete", "Take an announcement back")
                        .needs(Permission.ANNOUNCEMENTS_WRITE)
                        .by(this::delete),
                Endpoint.get("/me/announcements", "me.announcements.list", "What one is told now, the newest first")
                        .needs(Permission.OWN)
                        .givesPage(OwnAnnouncement.class)
                        .by(call -> Lists.whole(all().shown(reader(call)), AnnouncementsApi::own)),
                Endpoint.post("/me/announcements/{id}/read", "me.announcements.read", "Mark one as read")
                        .needs(Permission.OWN)
                        .unaudited()
                        .by(this::read),
                Endpoint.post("/me/announcements/read", "me.announcements.read-all", "Mark all as read")
                        .needs(Permission.OWN)
                        .unaudited()
                        .by(call -> {
                            all().markAllRead(reader(call));
                            return null;
                        }));
    }

    private Announcements all() {
        return outside.announcements();
    }

    private Announcement.Reader reader(ApiCall call) {
        Person person = call.person().person();
        UserId me = person.user().id();
        Set<GroupId> own = keys.list(new Keys.Filter(new Listing(null, null, KEYS_MAX), me, null, true)).stream()
                .map(row -> row.key().group())
                .collect(Collectors.toSet());
        return new Announcement.Reader(me, person.role().id(), own);
    }

    private Audience audience(@Nullable List<String> roles, @Nullable List<String> groupIds, Audience old) {
        Set<String> named = roles == null
                ? old.roles()
                : roles.stream().map(one -> Role.of(one).id()).collect(Collectors.toSet());
        List<GroupId> ids = groupIds == null
                ? old.groups()
                : groupIds.stream().map(text -> groups.known("group_ids", text)).toList();
        return new Audience(named, ids);
    }

    private Object list(ApiCall call, AnnouncementQuery query) {
        int limit = Lists.limit(query.limit());
        Long cursor = Lists.cursor(query.cursor());
        return Lists.page(
                all().list(cursor == null ? Long.MAX_VALUE : cursor, limit + 1),
                limit,
                one -> AnnouncementView.of(one.announcement(), one.readers()),
                one -> Long.toString(one.announcement().id()));
    }

    private Announcements.Listed known(ApiCall call) {
        return all().find(call.id()).orElseThrow(() -> ApiFault.notFound(NONE));
    }

    private Object show(ApiCall call) {
        Announcements.Listed one = known(call);
        return AnnouncementView.of(one.announcement(), one.readers());
    }

    private Object create(ApiCall call, NewAnnouncement input) {
        Announcement made = all().create(
                        new Announcement(
                                0,
                                input.title(),
                                input.text(),
                                Announcement.Level.of(input.level() == null ? "info" : input.level()),
                                audience(input.roles(), input.groupIds(), Audience.ALL),
                                input.from() == null ? call.now() : input.from(),
                                input.until(),
                                "",
                                call.now()),
                        call.actor().name());
        AnnouncementView view = AnnouncementView.of(made, 0);
        call.changed("announcements.create", NONE + ":" + made.id(), null, view);
        return view;
    }

    private Announcement edited(Announcement old, AnnouncementChange input) {
        return new Announcement(
                old.id(),
                input.title() == null ? old.title() : input.title(),
                input.text() == null ? old.text() : input.text(),
                input.level() == null ? old.level() : Announcement.Level.of(input.level()),
                audience(input.roles(), input.groupIds(), old.audience()),
                input.from() == null ? old.from() : input.from(),
                Clearable.or(input.until(), old.until()),
                old.createdBy(),
                old.createdAt());
    }

    private Object change(ApiCall call, AnnouncementChange input) {
        int readers = known(call).readers();
        Announcements.Changed changed =
                all().change(call.id(), old -> edited(old, input)).orElseThrow(() -> ApiFault.notFound(NONE));
        AnnouncementView after = AnnouncementView.of(changed.after(), readers);
        call.changed(
                "announcements.change", NONE + ":" + after.id(), AnnouncementView.of(changed.before(), readers), after);
        return after;
    }

    private @Nullable Object delete(ApiCall call) {
        Announcement gone = all().delete(call.id()).orElseThrow(() -> ApiFault.notFound(NONE));
        call.changed("announcements.delete", NONE + ":" + gone.id(), AnnouncementView.of(gone, 0), null);
        return null;
    }

    private @Nullable Object read(ApiCall call) {
        if (!all().markRead(reader(call), call.id())) {
            throw ApiFault.notFound(NONE);
        }
        return null;
    }

    private static OwnAnnouncement own(Announcements.Shown shown) {
        Announcement one = shown.announcement();
        return new OwnAnnouncement(
                Long.toString(one.id()),
                one.title(),
                one.text(),
                one.level().id(),
                one.from(),
                one.until(),
                shown.read());
    }
}
