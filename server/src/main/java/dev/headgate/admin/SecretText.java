package dev.headgate.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.headgate.base.Secret;
import java.io.IOException;

/** Never shows a secret by accident: an answer that means to show one has it as plain text. */
final class SecretText extends StdSerializer<Secret> {
    private static final long serialVersionUID = 1L;

    SecretText() {
        super(Secret.class);
    }

    @Override
    public void serialize(Secret secret, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString("***");
    }
}
