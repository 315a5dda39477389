package dev.headgate.settings;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of settings. */
final class JdbcSettingsStore {
    /** Whenever a setting is asked for; primary key. */
    private static final String VALUE = "select value_json from settings where topic = :topic";

    private static final String SAVE = """
            insert into settings (topic, value_json, changed_at) values (:topic, :value, :now)
            on conflict (topic) do update set value_json = excluded.value_json, changed_at = excluded.changed_at""";

    /** Before a setting is changed: whoever else changes it waits until this transaction ends. Says nothing, so all is as before. */
    private static final String CLAIM = """
            insert into settings (topic, value_json, changed_at) values (:topic, '{}', :now)
            on conflict (topic) do update set changed_at = excluded.changed_at""";

    private JdbcSettingsStore() {}

    static Optional<String> value(Handle handle, String topic) {
        return handle.createQuery(VALUE)
                .bind("topic", topic)
                .mapTo(String.class)
                .findOne();
    }

    static void claim(Handle handle, String topic, long now) {
        handle.createUpdate(CLAIM).bind("topic", topic).bind("now", now).execute();
    }

    static void save(Handle handle, String topic, String value, long now) {
        handle.createUpdate(SAVE)
                .bind("topic", topic)
                .bind("value", value)
                .bind("now", now)
                .execute();
    }
}
