package dev.headgate.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.headgate.base.Secret;
import java.io.IOException;

/** Reads a secret from text. */
final class TextSecret extends StdDeserializer<Secret> {
    private static final long serialVersionUID = 1L;

    TextSecret() {
        super(Secret.class);
    }

    @Override
    public Secret deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw context.wrongTokenException(parser, Secret.class, JsonToken.VALUE_STRING, "expected: text");
        }
        return new Secret(parser.getText());
    }
}
