package dev.headgate.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.protocol.RequestHead.Span;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Headgate must know from a request body in one pass, without building a tree: long strings (images, documents)
 * are walked over, not copied. Refuses what two readers could understand differently: repeated top-level keys, invalid
 * UTF-8, text after the end, nesting deeper than {@value #DEPTH_MAX}.
 */
public final class RequestScanner {
    /** Deeper than any real tool schema, far from a stack or a parser's limit. */
    public static final int DEPTH_MAX = 512;

    /** More than the longest list of token ids that a vendor takes (300,000); each costs the reader memory of its own. */
    private static final long TOKENS_MAX = 1_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(10_000)
                    .maxTokenCount(TOKENS_MAX)
                    .build())
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final JsonParser parser;
    private final byte[] body;
    private final int length;
    private final Set<String> seen = new HashSet<>();
    private @Nullable String model;
    private @Nullable Span modelSpan;
    private boolean stream;
    private boolean usageAsked;
    private @Nullable Span streamOptionsSpan;
    private @Nullable Span includeUsageSpan;
    private long outputTokensMax = -1;
    private String serviceTier = "";
    private String sessionId = "";
    private int sessionRank = Integer.MAX_VALUE;
    private String previousResponseId = "";
    private @Nullable Span tools;
    private @Nullable Span instructions;
    private @Nullable Span conversation;
    private String cachedContent = "";

    private RequestScanner(JsonParser parser, byte[] body, int length) {
        this.parser = parser;
        this.body = body;
        this.length = length;
    }

    /**
     * Scans the first {@code length} bytes of {@code body}.
     *
     * @param pathModel the model named by the path (Gemini), null when the body must name it
     * @throws GatewayException {@code invalid_request} with what is wrong, where, and what was expected
     */
    public static RequestHead scan(byte[] body, int length, @Nullable String pathModel) {
        Utf8.check(body, length);
        try (JsonParser parser = JSON.createParser(body, 0, length)) {
            return new RequestScanner(parser, body, length).scanObject(pathModel);
        } catch (StreamConstraintsException e) {
            throw invalid("request body: " + e.getOriginalMessage() + " (expected: at most " + DEPTH_MAX + " levels, "
                    + TOKENS_MAX + " tokens and 10000 digits a number)");
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            String where = at >= 0 ? " at byte " + at : "";
            throw invalid("request body: not valid JSON" + where + " (expected: one JSON object)");
        } catch (IOException e) {
            throw invalid("request body: not readable as JSON");
        }
    }

    private RequestHead scanObject(@Nullable String pathModel) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw invalid("request body: " + kind(parser.currentToken()) + " (expected: a JSON object)");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (!seen.add(name)) {
                throw invalid("request body: key \"" + shorten(name) + "\" stands twice (expected: once)");
            }
            parser.nextToken();
            field(name);
        }
        int bodyEnd = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.nextToken() != null) {
            throw invalid("request body: text after the end of the JSON object (expected: nothing)");
        }
        return head(pathModel, bodyEnd);
    }

    private RequestHead head(@Nullable String pathModel, int bodyEnd) {
        String named = pathModel != null ? pathModel : model;
        if (named == null || named.isBlank()) {
            throw invalid("model: missing (expected: the name of a model)");
        }
        if (named.length() > 256) {
            throw invalid("model: " + named.length() + " characters (expected: at most 256)");
        }
        if (!printable(named)) {
            throw invalid("model: contains a control character or half a character (expected: printable text)");
        }
        String segments = pathModel == null ? "" : "/" + pathModel + "/";
        if (segments.contains("/../") || segments.contains("/./")) {
            throw invalid("model: \"" + shorten(named) + "\" leads to another path (expected: the name of a model)");
        }
        return new RequestHead(
                named,
                pathModel != null ? null : modelSpan,
                stream,
                usageAsked,
                streamOptionsSpan,
                includeUsageSpan,
                bodyEnd,
                outputTokensMax,
                serviceTier,
                sessionId,
                previousResponseId,
                new PromptParts(tools, instructions, conversation, cachedContent));
    }

    /** Whether a name can be stored and shown everywhere: no database takes a zero character, no log a line end. */
    private static boolean printable(String name) {
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int c = name.codePointAt(i);
            boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            if (half || Character.isISOControl(c) || c == 0xFFFD || c == 0x2028 || c == 0x2029) {
                return false;
            }
        }
        return true;
    }

    private void field(String name) throws IOException {
        JsonToken token = parser.currentToken();
        switch (name) {
            case "model" -> {
                if (token != JsonToken.VALUE_STRING) {
                    throw invalid("model: " + kind(token) + " (expected: a string)");
                }
                int start = (int) parser.currentTokenLocation().getByteOffset();
                model = parser.getText();
                modelSpan = new Span(start, (int) parser.currentLocation().getByteOffset());
            }
            case "stream" -> stream = flag("stream", token);
            case "stream_options" -> streamOptions(token);
            case "max_tokens", "max_completion_tokens", "max_output_tokens" -> outputLimit(token);
            case "generationConfig", "generation_config" -> generationConfig(token);
            case "service_tier" -> serviceTier = text(token, serviceTier);
            case "metadata" -> metadata(token);
            case "session_id" -> session(2, text(token, ""));
            case "conversation_id" -> session(3, text(token, ""));
            case "prompt_cache_key" -> session(4, text(token, ""));
            case "previous_response_id" -> previousResponseId = text(token, "");
            case "tools" -> tools = span(token);
            case "system", "instructions", "systemInstruction", "system_instruction" -> instructions = span(token);
            case "messages", "input", "contents" -> conversation = span(token);
            case "cachedContent", "cached_content" -> cachedContent = text(token, "");
            default -> parser.skipChildren();
        }
    }

    /** Steps over a value and tells where it stands, null for a JSON null. */
    private @Nullable Span span(JsonToken token) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        return switch (token) {
            case START_OBJECT, START_ARRAY -> {
                parser.skipChildren();
                yield new Span(start, (int) parser.currentLocation().getByteOffset());
            }
            case VALUE_STRING -> {
                int at = start + 1; // the parser would copy the string to find its end
                while (at < length && body[at] != '"') {
                    at += body[at] == '\\' ? 2 : 1;
                }
                yield at < length ? new Span(start, at + 1) : null;
            }
            default -> null;
        };
    }

    private void streamOptions(JsonToken token) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (token == JsonToken.START_OBJECT) {
            Set<String> names = new HashSet<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (!names.add(name)) {
                    throw invalid("stream_options: key \"" + shorten(name) + "\" stands twice (expected: once)");
                }
                JsonToken value = parser.nextToken();
                if (name.equals("include_usage")) {
                    int from = (int) parser.currentTokenLocation().getByteOffset();
                    usageAsked = flag("stream_options.include_usage", value);
                    parser.finishToken();
                    includeUsageSpan =
                            new Span(from, (int) parser.currentLocation().getByteOffset());
                } else {
                    parser.skipChildren();
                }
            }
        } else if (token != JsonToken.VALUE_NULL) {
            throw invalid("stream_options: " + kind(token) + " (expected: an object)");
        }
        streamOptionsSpan = new Span(start, (int) parser.currentLocation().getByteOffset());
    }

    private void generationConfig(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("maxOutputTokens") || name.equals("max_output_tokens")) {
                outputLimit(value);
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Claude Code's {@code user_id} ends in {@code _session_<uuid>} or is itself JSON with a {@code session_id}. */
    private void metadata(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("user_id") && value == JsonToken.VALUE_STRING) {
                session(1, SessionWord.ofUserId(parser.getText()));
            } else {
                parser.skipChildren();
            }
        }
    }

    private void session(int rank, String word) {
        if (!word.isBlank() && rank < sessionRank) {
            sessionRank = rank;
            sessionId = word;
        }
    }

    private void outputLimit(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            outputTokensMax = Math.max(outputTokensMax, parser.getLongValue());
        } else {
            parser.skipChildren(); // not ours to refuse: the provider says what it thinks of it
        }
    }

    private boolean flag(String name, JsonToken token) {
        return switch (token) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw invalid(name + ": " + kind(token) + " (expected: true or false)");
        };
    }

    private String text(JsonToken token, String otherwise) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            String value = parser.getText();
            return value.length() <= 512 ? value : "";
        }
        parser.skipChildren();
        return otherwise;
    }

    private static String kind(@Nullable JsonToken token) {
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }

    private static String shorten(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }

    private static GatewayException invalid(String message) {
        return new GatewayException(ErrorCode.INVALID_REQUEST, message);
    }
}
