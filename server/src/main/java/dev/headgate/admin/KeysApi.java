package dev.headgate.admin;

import dev.headgate.base.CallLimits;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.config.Doc;
import dev.headgate.identity.KeyRow;
import dev.headgate.identity.Keys;
import dev.headgate.identity.Listing;
import dev.headgate.identity.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All users' keys, for those who run Headgate. */
final class KeysApi {
    private final Keys keys;
    private final GroupNames groups;

    KeysApi(Keys keys, GroupNames groups) {
        this.keys = keys;
        this.groups = groups;
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
            @Nullable Instant expiresAt) {
        KeyView.Rules rules() {
            return new KeyView.Rules(models, addresses, clients, expiresAt);
        }
    }

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
                        .by(call -> view(found(call.id()))),
                Endpoint.patch("/keys/{id}", "keys.change", "Change a key; what is absent stays as it is")
                        .needs(Permission.KEYS_WRITE)
                        .gives(KeyView.class)
                        .with(KeyView.Change.class, this::change),
                Endpoint.post("/keys/{id}/rotate", "keys.rotate", "Give a key another text, which is shown once")
                        .needs(Permission.KEYS_WRITE)
                        .secretOnce()
                        .tells(KeyView.Made.class)
                        .with(KeyView.Rotation.class, this::rotate),
                Endpoint.delete("/keys/{id}", "keys.delete", "Remove a key; the books keep what it used")
                        .needs(Permission.KEYS_WRITE)
                        .by(this::delete),
                Endpoint.post("/keys/bulk", "keys.bulk", "Enable, disable, move or remove many keys")
                        .needs(Permission.KEYS_WRITE)
                        .tells(Bulk.Outcome.class)
                        .with(BulkKeys.class, this::bulk));
    }

    private Object list(ApiCall call, KeyFilter filter) {
        int limit = Lists.limit(filter.limit());
        List<KeyRow> rows = keys.list(new Keys.Filter(
                new Listing(filter.search(), Lists.cursor(filter.cursor()), limit + 1),
                filter.userId() == null ? null : new UserId(Lists.id("user_id", filter.userId())),
                filter.groupId() == null ? null : new GroupId(Lists.id("group_id", filter.groupId())),
                filter.enabled()));
        return Lists.page(rows, limit, this::view, row -> row.key().id().toString());
    }

    private KeyRow found(long id) {
        return keys.find(new KeyId(id)).orElseThrow(() -> ApiFault.notFound("key"));
    }

    private KeyView view(KeyRow row) {
        return KeyView.of(row, groups.of(row.key().group()));
    }

    private @Nullable Object create(ApiCall call, NewKey input) {
        CallLimits limits = LimitsView.orNull(input.limits());
        Keys.Made made = keys.create(new Keys.Wish(
                input.name(),
                new UserId(Lists.id("user_id", input.userId())),
                Keys.Place.of(groups.known("group_id", input.groupId())),
                limits == null ? CallLimits.NONE : limits,
                input.rules().rules(),
                input.text()));
        KeyView.Made view = KeyView.made(made, groups.of(made.key().key().group()));
        call.changed("keys.create", "key:" + view.key().id(), null, view.key());
        return view;
    }

    private @Nullable Object change(ApiCall call, KeyView.Change input) {
        Keys.Change change = input.on(found(call.id()), id -> Keys.Place.of(groups.known("group_id", id)));
        Keys.Changed changed = keys.change(new KeyId(call.id()), change).orElseThrow(() -> ApiFault.notFound("key"));
        KeyView after = view(changed.after());
        call.changed("keys.change", "key:" + call.id(), view(changed.before()), after);
        return after;
    }

    private @Nullable Object rotate(ApiCall call, KeyView.Rotation input) {
        Duration grace = Duration.ofSeconds(input.graceSeconds() == null ? 0 : input.graceSeconds());
        Keys.Made made = keys.rotate(new KeyId(call.id()), grace).orElseThrow(() -> ApiFault.notFound("key"));
        call.changed("keys.rotate", "key:" + call.id(), null, view(made.key()));
        return KeyView.made(made, groups.of(made.key().key().group()));
    }

    private @Nullable Object delete(ApiCall call) {
        remove(call, call.id());
        return null;
    }

    private void remove(ApiCall call, long id) {
        KeyRow before = keys.delete(new KeyId(id)).orElseThrow(() -> ApiFault.notFound("key"));
        call.changed("keys.delete", "key:" + id, view(before), null);
    }

    private @Nullable Object bulk(ApiCall call, BulkKeys input) {
        String action = input.action();
        Keys.Place target =
                action.equals("move") ? Keys.Place.of(groups.known("group_id", String.valueOf(input.groupId()))) : null;
        return Bulk.each(input.ids(), id -> {
            switch (action) {
                case "enable" -> set(call, id, new Keys.Change(null, null, true, null, null), action);
                case "disable" -> set(call, id, new Keys.Change(null, null, false, null, null), action);
                case "move" -> set(call, id, new Keys.Change(null, target, null, null, null), action);
                case "delete" -> remove(call, id);
                default -> throw Bulk.unknown(action, "enable, disable, move or delete");
            }
        });
    }

    private void set(ApiCall call, long id, Keys.Change change, String action) {
        Keys.Changed changed = keys.change(new KeyId(id), change).orElseThrow(() -> ApiFault.notFound("key"));
        call.changed("keys." + action, "key:" + id, view(changed.before()), view(changed.after()));
    }
}
