package io.ecslifeguard.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What makes an event one and the same however often it is delivered. */
final class Keys {

    private static final int LONGEST = 200;

    private Keys() {}

    /** A CloudMonitor event: its id may come in upper case through one channel and in lower case through another. */
    static String ofEvent(String id, String name, String detail) {
        return shorten(part(id.toLowerCase(Locale.ROOT)) + "|" + part(name) + "|" + part(detail));
    }

    /** A CloudEvent: source and id identify it, case included. */
    static String ofCloudEvent(String source, String id) {
        return shorten(part(source) + "|" + part(id));
    }

    /** An event without an id of its own; without a message id either, its text is all that tells it apart. */
    static String ofMessage(String messageId, String payload) {
        return messageId.isEmpty() ? "payload:" + sha256(payload) : shorten("message:" + part(messageId));
    }

    private static String part(String text) {
        return text.replace("%", "%25").replace("|", "%7C");
    }

    private static String shorten(String key) {
        if (key.length() <= LONGEST) {
            return key;
        }
        var digest = sha256(key);
        return Texts.cut(key, LONGEST - 1 - digest.length()) + "~" + digest;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
