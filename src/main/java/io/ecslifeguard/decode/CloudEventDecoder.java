package io.ecslifeguard.decode;

import io.ecslifeguard.event.Envelope;
import java.util.Locale;
import java.util.Optional;

/**
 * An event of EventBridge, in the JSON form of CloudEvents 1.0.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/eventbridge/user-guide/event-overview">Events of EventBridge</a>
 * @see <a href="https://help.aliyun.com/en/eventbridge/user-guide/ecs-events">ECS events</a>
 */
final class CloudEventDecoder implements EnvelopeDecoder {

    private static final String ECS_PREFIX = "ecs:";

    @Override
    public boolean fits(Fields document) {
        return document.has("specversion") && document.has("type");
    }

    @Override
    public Told read(Fields document) throws NotUnderstood {
        var type = document.text("type").orElseThrow(() -> new NotUnderstood("Field \"type\" is empty"));
        var source = document.text("source");
        var name = type.regionMatches(true, 0, ECS_PREFIX, 0, ECS_PREFIX.length())
                ? type.substring(ECS_PREFIX.length())
                : type;
        var product = product(source, type);
        var content = content(document, product);
        return new Told(
                Envelope.CLOUD_EVENT,
                source,
                document.id("id"),
                name,
                product,
                content.hint("level"),
                document.id("aliyunoriginalaccountid", "aliyunaccountid"),
                document.text("aliyunregionid"),
                document.hint("subject"),
                content.hint("instanceName", "ecsInstanceName"),
                document.hint("time"),
                content);
    }

    /** Consumers have met the content both as {@code data} and inside {@code data.content}. */
    private static Fields content(Fields document, String product) throws NotUnderstood {
        var data = document.content("data", product);
        if (!data.has("content")) {
            return data;
        }
        var inner = data.content("content", product);
        var both = data.object().deepCopy();
        both.setAll(inner.object());
        return new Fields(both, data.path());
    }

    private static String product(Optional<String> source, String type) {
        var official = source.filter(text -> text.startsWith("acs.") || text.startsWith("acs:"))
                .map(text -> text.substring("acs.".length()));
        var end = type.indexOf(':');
        return official.or(() -> end > 0 ? Optional.of(type.substring(0, end)) : Optional.empty())
                .orElse("UNKNOWN")
                .toUpperCase(Locale.ROOT);
    }
}
