package dev.headgate.settings;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.headgate.base.Sealer;
import dev.headgate.base.Secret;
import dev.headgate.store.Store;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** Reads and changes settings, a topic at a time. Blocking; thread-safe. */
public final class Settings {
    private final Store store;
    private final Sealer sealer;
    private final InstantSource clock;
    private final Map<String, ObjectMapper> mappers = new ConcurrentHashMap<>();

    public Settings(Store store, Sealer sealer, InstantSource clock) {
        this.store = store;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** What is in force. */
    public <T extends Record> T of(Topic<T> topic) {
        return store.read(handle -> read(handle, topic));
    }

    /** Changes what is in force, in one transaction; what {@code edit} throws leaves all as it was. */
    public <T extends Record> T change(Topic<T> topic, UnaryOperator<T> edit) {
        return store.write(handle -> {
            JdbcSettingsStore.claim(handle, topic.name(), clock.millis());
            T fresh = edit.apply(read(handle, topic));
            JdbcSettingsStore.save(handle, topic.name(), text(topic, fresh), clock.millis());
            return fresh;
        });
    }

    private <T extends Record> T read(Handle handle, Topic<T> topic) {
        Optional<String> stored = JdbcSettingsStore.value(handle, topic.name());
        return stored.isEmpty() ? topic.defaults() : parsed(topic, stored.get());
    }

    private <T extends Record> T parsed(Topic<T> topic, String stored) {
        ObjectMapper mapper = mapper(topic);
        try {
            JsonNode known = mapper.readTree(text(topic, topic.defaults()));
            ((ObjectNode) known).setAll((ObjectNode) mapper.readTree(stored));
            return mapper.treeToValue(known, topic.type());
        } catch (JsonProcessingException e) {
            // without the cause: its words would quote the stored text
            throw new IllegalStateException("settings of " + topic.name() + ": not readable as they are stored");
        }
    }

    private <T extends Record> String text(Topic<T> topic, T value) {
        try {
            return mapper(topic).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("settings of " + topic.name() + ": not writable as JSON", e);
        }
    }

    private ObjectMapper mapper(Topic<?> topic) {
        return mappers.computeIfAbsent(topic.name(), name -> {
            SimpleModule sealed = new SimpleModule();
            sealed.addSerializer(Secret.class, new Sealing(sealer, "settings/" + name));
            sealed.addDeserializer(Secret.class, new Unsealing(sealer, "settings/" + name));
            return JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .addModule(sealed)
                    .build();
        });
    }

    private static final class Sealing extends StdSerializer<Secret> {
        private static final long serialVersionUID = 1L;
        private final transient Sealer sealer;
        private final String belongsTo;

        Sealing(Sealer sealer, String belongsTo) {
            super(Secret.class);
            this.sealer = sealer;
            this.belongsTo = belongsTo;
        }

        @Override
        public void serialize(Secret secret, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(sealer.seal(secret, belongsTo));
        }
    }

    private static final class Unsealing extends StdDeserializer<Secret> {
        private static final long serialVersionUID = 1L;
        private final transient Sealer sealer;
        private final String belongsTo;

        Unsealing(Sealer sealer, String belongsTo) {
            super(Secret.class);
            this.sealer = sealer;
            this.belongsTo = belongsTo;
        }

        @Override
        public Secret deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return sealer.open(parser.getText(), belongsTo);
        }
    }
}
