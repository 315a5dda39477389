package dev.headgate.protocol;

import java.util.List;

/**
 * What of an answer only the account that made it can continue.
 *
 * @param responseId id of a Responses answer, empty when it has none
 * @param sealed beginnings of the encrypted reasoning items in it, at most {@value #SEALED_MAX}, each of at most
 *     {@value #SEALED_CHARS} characters
 */
public record AnswerLinks(String responseId, List<String> sealed) {
    public static final AnswerLinks NONE = new AnswerLinks("", List.of());

    /** So many characters hold the random part of an item, which tells it from all others. */
    public static final int SEALED_CHARS = 64;

    static final int SEALED_MAX = 8;

    public AnswerLinks {
        sealed = List.copyOf(sealed);
    }
}
