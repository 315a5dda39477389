package dev.headgate.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Clearable}: a JSON null is a value of it, unlike in all other fields. */
final class ClearableReader extends JsonDeserializer<Clearable<?>> implements ContextualDeserializer {
    private final @Nullable JavaType type;

    ClearableReader() {
        this(null);
    }

    private ClearableReader(@Nullable JavaType type) {
        this.type = type;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
        return new ClearableReader(context.getContextualType().containedType(0));
    }

    @Override
    public Clearable<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return new Clearable<Object>(context.readValue(parser, type));
    }

    @Override
    public Clearable<?> getNullValue(DeserializationContext context) {
        return new Clearable<>(null);
    }

    /** What isn't there stays as it is. */
    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return null;
    }
}
