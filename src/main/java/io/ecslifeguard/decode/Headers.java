package io.ecslifeguard.decode;

import io.ecslifeguard.event.Envelope;
import io.ecslifeguard.event.Header;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.Level;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes headers, with every field but the payload bounded.
 *
 * @param messageId the message's id, empty where it is not known
 * @param payload the event's document
 */
record Headers(String messageId, String payload) {

    private static final int LONG = 256;
    private static final int SHORT = 64;

    Header of(Told told, Optional<InstanceId> instance, String detail) {
        return new Header(
                key(told, detail),
                told.id().map(text -> Texts.cut(text, LONG)),
                Texts.cut(told.name(), LONG),
                Texts.cut(told.product(), SHORT),
                told.level().map(Headers::level).orElse(Level.UNKNOWN),
                told.account().filter(text -> text.length() <= SHORT),
                told.region().filter(text -> text.length() <= SHORT),
                instance,
                told.instanceName().map(text -> Texts.cut(text, LONG)),
                told.time().flatMap(Times::parse),
                told.time().map(text -> Texts.cut(text, SHORT)),
                told.envelope(),
                payload);
    }

    private String key(Told told, String detail) {
        if (told.id().isEmpty()) {
            return Keys.ofMessage(messageId, payload);
        }
        var id = told.id().get();
        if (told.envelope() == Envelope.CLOUD_EVENT) {
            return told.source()
                    .map(source -> Keys.ofCloudEvent(source, id))
                    .orElseGet(() -> Keys.ofMessage(messageId, payload));
        }
        return Keys.ofEvent(id, told.name(), detail);
    }

    private static Level level(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "INFO" -> Level.INFO;
            case "WARN", "WARNING" -> Level.WARN;
            case "CRITICAL" -> Level.CRITICAL;
            default -> Level.UNKNOWN;
        };
    }
}
