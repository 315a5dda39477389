package dev.headgate.protocol;

import dev.headgate.protocol.UsageReader.BodyError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers the first error object of an answer. */
final class ErrorWords {
    private @Nullable BodyError found;
    private boolean open;
    private String type = "";
    private String message = "";

    void begin() {
        open = true;
    }

    /** The error's type, code or status; the first word wins. */
    void type(String word) {
        open = true;
        if (type.isEmpty()) {
            type = word;
        }
    }

    void message(String words) {
        open = true;
        message = words;
    }

    /** The document with the error is over. */
    void end() {
        if (open && found == null) {
            found = new BodyError(type, message);
        }
        open = false;
        type = "";
        message = "";
    }

    Optional<BodyError> found() {
        return Optional.ofNullable(found);
    }
}
