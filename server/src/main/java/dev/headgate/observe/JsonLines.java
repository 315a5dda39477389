package dev.headgate.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes each log line as one JSON object. A line of the access log, which is made of {@code key=value} words, becomes a field for
 * each word, numbers as numbers; that costs the log's thread, never an event loop, and the two forms can't drift apart.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern WORD = Pattern.compile("([a-z_]+)=(\\S*)");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})");

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", event.getInstant().toString());
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            if (event.getLoggerName().equals(Logs.ACCESS)) {
                words(json, event.getFormattedMessage());
            } else {
                json.writeStringField("thread", event.getThreadName());
                json.writeStringField("message", event.getFormattedMessage());
                if (event.getThrowableProxy() != null) {
                    json.writeStringField("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void words(JsonGenerator json, String line) throws IOException {
        Matcher words = WORD.matcher(line);
        while (words.find()) {
            json.writeFieldName(words.group(1));
            if (NUMBER.matcher(words.group(2)).matches()) {
                json.writeNumber(Long.parseLong(words.group(2)));
            } else {
                json.writeString(words.group(2));
            }
        }
    }
}
