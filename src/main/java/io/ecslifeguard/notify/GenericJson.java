package io.ecslifeguard.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecslifeguard.journal.Notification;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The body for receivers of one's own. Its {@code id}, also in the header {@code X-Lifeguard-Id}, is the same each time the
 * message is sent; with a secret, {@code X-Lifeguard-Signature} is {@code sha256=} and the HMAC-SHA256 of the body in
 * hexadecimal digits.
 */
final class GenericJson {

    private final Wording wording;
    private final ObjectMapper json;

    GenericJson(Wording wording, ObjectMapper json) {
        this.wording = wording;
        this.json = json;
    }

    Post post(Notification message, Optional<String> secret, Instant now) {
        var items = message.items().stream().map(this::item).toList();
        var body = written(
                new Body(message.id().toString(), now.toString(), items, message.more() == 0 ? null : message.more()));
        var signature = secret.map(key -> "sha256=" + HexFormat.of().formatHex(Hmac.of(body, key)));
        return new Post(message.id().toString(), signature, Optional.empty(), Optional.empty(), body);
    }

    private Item item(Notification.Item notice) {
        return new Item(
                notice.id(),
                notice.kind(),
                notice.at().toString(),
                notice.instance().orElse(null),
                notice.instanceName().orElse(null),
                notice.reaction().orElse(null),
                wording.title(notice.kind()),
                notice.text(),
                wording.advice(notice.kind()).orElse(null),
                wording.link(notice).orElse(null));
    }

    private String written(Body body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("A message cannot be written as JSON", failure);
        }
    }

    /** The whole message; {@code more} is how many notices waited for the next one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection(registerFullHierarchy = true)
    record Body(String id, String sentAt, List<Item> notices, Integer more) {}

    /** One notice; what it has nothing to say of is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            long id,
            String kind,
            String at,
            String instance,
            String instanceName,
            Long reaction,
            String title,
            String text,
            String advice,
            String link) {}
}
