package dev.headgate.admin;

import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.config.Doc;
import dev.headgate.identity.KeyRow;
import dev.headgate.identity.Keys;
import dev.headgate.identity.Listing;
import dev.headgate.identity.Permission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All users' keys, for those who run Headgate. */
final class KeysApi {
    private final Keys keys;
    private final GroupNames groups;
    private final KeyDesk desk;

    KeysApi(Keys keys, GroupNames groups) {
        this.keys = keys;
        this.groups = groups;
        this.desk = new KeyDesk(keys, groups, "keys");
    }

    record KeyFilter(
            @Doc("how the key's name begins, a part of the user's e-mail address, or a key's whole text") @Nullable
            String search,

            @Nullable String userId,
            @Nullable String groupId,
            @Nullable Boolean enabled,
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record NewKey(
            @Doc("unique among the user's keys") String name,
            String userId,
            String groupId,

            @Doc("a text brought along from elsewhere; absent to have one made") @Nullable
            Secret text,

            @Nullable LimitsView limits,
            @Nullable List<String> models,
            @Nullable List<String> addresses,
            @Nullable List<String> clients,
            @Nullable Instant expiresAt) {}

    record BulkKeys(
            @Doc("at most 1,000") List<String> ids,
            @Doc("enable, disable, delete or move") String action,
            @Doc("for move") @Nullable String groupId) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/keys", "keys.list", "All keys, the newest first")
                        .needs(Permission.KEYS_READ)
                        .givesPage(KeyView.class)
                        .with(KeyFilter.class, this::list),
                Endpoint.post("/keys", "keys.create", "Make a key for a user; its text is shown once")
                        .needs(Permission.KEYS_WRITE)
                        .secretOnce()
                        .gives(KeyView.Made.class)
                        .with(NewKey.class, this::create),
                Endpoint.get("/keys/{id}", "keys.show", "One key")
                        .needs(Permission.KEYS_READ)
                        .gives(KeyView.class)
                        .by(call -> desk.view(found(call.id()))),
                Endpoint.patch("/keys/{id}", "keys.change", "Change a key; what is absent stays as it is")
                        .needs(Permission.KEYS_WRITE)
                        .gives(KeyView.class)
                        .with(
                                KeyView.Change.class,
                                (call, input) -> desk.change(call, found(call.id()), input, this::place)),
                Endpoint.post("/keys/{id}/rotate", "keys.rotate", "Give a key another text, which is shown once")
                        .needs(Permission.KEYS_WRITE)
                        .secretOnce()
                        .tells(KeyView.Made.class)
                        .with(KeyView.Rotation.class, (call, input) -> desk.rotate(call, found(call.id()), input)),
                Endpoint.delete("/keys/{id}", "keys.delete", "Remove a key; the books keep what it used")
                        .needs(Permission.KEYS_WRITE)
                        .by(call -> desk.delete(call, found(call.id()))),
                Endpoint.post("/keys/bulk", "keys.bulk", "Enable, disable, move or remove many keys")
                        .needs(Permission.KEYS_WRITE)
                        .tells(Bulk.Outcome.class)
                        .with(BulkKeys.class, this::bulk));
    }

    private Object list(ApiCall call, KeyFilter filter) {
        int limit = Lists.limit(filter.limit());
        return desk.page(
                new Keys.Filter(
                        new Listing(filter.search(), Lists.cursor(filter.cursor()), limit + 1),
                        filter.userId() == null ? null : new UserId(Lists.id("user_id", filter.userId())),
                        filter.groupId() == null ? null : new GroupId(Lists.id("group_id", filter.groupId())),
                        filter.enabled()),
                limit);
    }

    private KeyRow found(long id) {
        return keys.find(new KeyId(id)).orElseThrow(() -> ApiFault.notFound("key"));
    }

    private Keys.Place place(@Nullable String groupId) {
        return Keys.Place.of(groups.known("group_id", String.valueOf(groupId)));
    }

    private Object create(ApiCall call, NewKey input) {
        UserId user = new UserId(Lists.id("user_id", input.userId()));
        KeyView.Rules rules = new KeyView.Rules(input.models(), input.addresses(), input.clients(), input.expiresAt());
        return desk.create(
                call,
                new KeyDesk.Asked(input.name(), user, place(input.groupId()), input.limits(), rules),
                input.text());
    }

    private Object bulk(ApiCall call, BulkKeys input) {
        String action = input.action();
        Keys.Place target = action.equals("move") ? place(input.groupId()) : null;
        return Bulk.each(input.ids(), id -> {
            switch (action) {
                case "enable", "disable" ->
                    desk.change(call, id, new Keys.Change(null, null, action.equals("enable"), null, null), action);
                case "move" -> desk.change(call, id, new Keys.Change(null, target, null, null, null), action);
                case "delete" -> desk.delete(call, found(id));
                default -> throw Bulk.unknown(action, "enable, disable, move or delete");
            }
        });
    }
}
