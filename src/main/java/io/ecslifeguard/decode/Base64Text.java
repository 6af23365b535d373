package io.ecslifeguard.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/**
 * Base64 of UTF-8, which CloudMonitor and most SDKs put on a queue: with line breaks or not, padded or not, of either
 * alphabet.
 */
final class Base64Text {

    private Base64Text() {}

    /** The text that is coded. */
    static String decode(String text) throws NotUnderstood {
        var coded = withoutWhiteSpace(text);
        var urlSafe = coded.indexOf('-') >= 0 || coded.indexOf('_') >= 0;
        byte[] bytes;
        try {
            bytes = (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(coded);
        } catch (IllegalArgumentException e) {
            throw new NotUnderstood("The text is neither JSON nor a topic notification nor base64; it begins with "
                    + Texts.cut(text, 20));
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new NotUnderstood("The text is neither JSON nor XML, and as base64 it is " + bytes.length
                    + " bytes that are not UTF-8");
        }
    }

    private static String withoutWhiteSpace(String text) {
        var first = indexOfWhiteSpace(text);
        if (first < 0) {
            return text;
        }
        var result = new StringBuilder(text.length()).append(text, 0, first);
        for (var index = first; index < text.length(); index++) {
            if (!Character.isWhitespace(text.charAt(index))) {
                result.append(text.charAt(index));
            }
        }
        return result.toString();
    }

    private static int indexOfWhiteSpace(String text) {
        for (var index = 0; index < text.length(); index++) {
            if (Character.isWhitespace(text.charAt(index))) {
                return index;
            }
        }
        return -1;
    }
}
