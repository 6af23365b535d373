package io.ecslifeguard.history;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent encoding, read strictly: the usual decoders put other characters where the bytes are no UTF-8. */
final class Percent {

    private Percent() {}

    /** The text that was encoded, or empty where there is none. */
    static Optional<String> decode(String text) {
        var bytes = new ByteArrayOutputStream(text.length());
        var raw = text.getBytes(StandardCharsets.UTF_8);
        for (var at = 0; at < raw.length; at++) {
            if (raw[at] == '+') {
                bytes.write(' ');
            } else if (raw[at] != '%') {
                bytes.write(raw[at]);
            } else {
                var high = at + 2 < raw.length ? Character.digit(raw[at + 1], 16) : -1;
                var low = at + 2 < raw.length ? Character.digit(raw[at + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.write(high * 16 + low);
                at += 2;
            }
        }
        return utf8(bytes.toByteArray());
    }

    /** The text that these bytes are in UTF-8, or empty where they are none. */
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }
}
