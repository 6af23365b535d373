package io.ecslifeguard.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the event's JSON document in a message body: takes off base64, topic notifications and quotation, in whatever
 * order they come.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/27482.htm">Formats of topic notifications</a>
 */
final class Unwrapping {

    /** Characters; SMQ itself ends at 64 KB. */
    static final int LONGEST_BODY = 1 << 20;

    private static final int MOST_NOTIFICATIONS = 3;
    /** Of base64 and quotation directly inside each other. */
    private static final int MOST_CODINGS = 3;

    private final List<String> layers = new ArrayList<>();
    private int notifications;
    private int codings;

    private Unwrapping() {}

    /**
     * The event's document.
     *
     * @param text its text as it came
     * @param fields its fields
     */
    record Document(String text, Fields fields) {}

    /** The document in this message body. */
    static Document unwrap(String body) throws NotUnderstood {
        if (body.length() > LONGEST_BODY) {
            throw new NotUnderstood(
                    "The message body has " + body.length() + " characters; at most " + LONGEST_BODY + " are read");
        }
        var unwrapping = new Unwrapping();
        try {
            return unwrapping.open(body);
        } catch (NotUnderstood e) {
            throw unwrapping.layers.isEmpty()
                    ? e
                    : new NotUnderstood(e.getMessage() + " (inside " + String.join(", ", unwrapping.layers) + ")");
        }
    }

    private Document open(String wrapped) throws NotUnderstood {
        var lone = Texts.indexOfLoneSurrogate(wrapped);
        if (lone >= 0) {
            throw new NotUnderstood("The text is not valid Unicode: half a surrogate pair at index " + lone);
        }
        var text = Texts.trim(wrapped);
        if (text.isEmpty()) {
            throw new NotUnderstood("The message body is empty");
        }
        return switch (text.charAt(0)) {
            case '{' -> openObject(text);
            case '[' -> throw array(Json.read(text));
            case '"' -> openCoding("a JSON string", Json.read(text).textValue());
            case '<' -> openNotification("an XML topic notification", XmlNotification.message(text));
            default -> openCoding("base64", Base64Text.decode(text));
        };
    }

    private Document openObject(String text) throws NotUnderstood {
        if (!(Json.read(text) instanceof ObjectNode object)) {
            throw new NotUnderstood("The JSON document is not an object");
        }
        var fields = new Fields(object, "");
        return isNotification(fields)
                ? openNotification("a topic notification", object.get("Message").textValue())
                : new Document(text, fields);
    }

    private static boolean isNotification(Fields fields) {
        return fields.hasText("Message")
                && fields.hasText("TopicName")
                && fields.hasText("MessageId")
                && fields.hasText("SubscriptionName")
                && fields.hasText("TopicOwner");
    }

    private Document openNotification(String layer, String message) throws NotUnderstood {
        layers.add(layer);
        if (++notifications > MOST_NOTIFICATIONS) {
            throw new NotUnderstood("Topic notifications are nested more than " + MOST_NOTIFICATIONS + " deep");
        }
        codings = 0;
        return open(message);
    }

    private Document openCoding(String layer, String decoded) throws NotUnderstood {
        layers.add(layer);
        if (++codings > MOST_CODINGS) {
            throw new NotUnderstood("The text is coded more than " + MOST_CODINGS + " times over");
        }
        return open(decoded);
    }

    private static NotUnderstood array(JsonNode found) {
        return new NotUnderstood(
                "The JSON document is an array of " + found.size() + " elements; one object, the event, was expected");
    }
}
