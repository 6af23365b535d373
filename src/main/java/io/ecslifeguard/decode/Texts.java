package io.ecslifeguard.decode;

/** Makes text fit to be stored: bounded, and of characters that PostgreSQL takes. */
final class Texts {

    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /**
     * The text with U+0000 and halves of surrogate pairs replaced, which PostgreSQL refuses, and with all else that is no
     * visible character, which would forge lines of the log.
     */
    static String storable(String text) {
        for (var index = 0; index < text.length(); index++) {
            if (!isStorable(text, index)) {
                return replaced(text, index);
            }
        }
        return text;
    }

    private static String replaced(String text, int first) {
        var result = new StringBuilder(text.length()).append(text, 0, first);
        for (var index = first; index < text.length(); index++) {
            result.append(isStorable(text, index) ? text.charAt(index) : REPLACEMENT);
        }
        return result.toString();
    }

    /** At most {@code length} characters of the text, without half a surrogate pair at its end. */
    static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }

    /** The text without white space and byte order marks around it. */
    static String trim(String text) {
        var start = 0;
        var end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Where the first half of a surrogate pair without its other half is, or -1. */
    static int indexOfLoneSurrogate(String text) {
        for (var index = 0; index < text.length(); index++) {
            if (isLone(text, index)) {
                return index;
            }
        }
        return -1;
    }

    private static boolean isStorable(String text, int index) {
        return !isInvisible(text.charAt(index)) && !isLone(text, index);
    }

    private static boolean isInvisible(char at) {
        return Character.isISOControl(at) || at == '\u2028' || at == '\u2029';
    }

    private static boolean isLone(String text, int index) {
        var at = text.charAt(index);
        if (!Character.isSurrogate(at)) {
            return false;
        }
        if (Character.isHighSurrogate(at)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
    }

    private static boolean isBlank(char at) {
        return at == '\uFEFF' || at == '\u00A0' || Character.isWhitespace(at);
    }
}
