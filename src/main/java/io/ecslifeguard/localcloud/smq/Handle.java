package io.ecslifeguard.localcloud.smq;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A receipt handle: URI-legal, since the Java SDK puts it into the URL as it is. */
record Handle(String messageId, long queue, long number, int handleNumber) {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    String text() {
        var rest = handleNumber + " " + number + " " + queue;
        return messageId + "-" + ENCODER.encodeToString(rest.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The handle, or null where the text is none. */
    static Handle parse(String text) {
        try {
            var dash = text.indexOf('-');
            var rest = new String(Base64.getUrlDecoder().decode(text.substring(dash + 1)), StandardCharsets.ISO_8859_1)
                    .split(" ");
            return dash < 0 || rest.length != 3
                    ? null
                    : new Handle(
                            text.substring(0, dash),
                            Long.parseLong(rest[2]),
                            Long.parseLong(rest[1]),
                            Integer.parseInt(rest[0]));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
