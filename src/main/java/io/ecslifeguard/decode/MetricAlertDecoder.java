package io.ecslifeguard.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ecslifeguard.event.Envelope;
import java.util.Locale;
import java.util.Optional;

/**
 * A CloudMonitor metric alert. It has no id of its own.
 *
 * @see <a href="https://www.alibabacloud.com/help/zh/cms/user-guide/write-alerts-to-mns">Write alerts to MNS</a>
 */
final class MetricAlertDecoder implements EnvelopeDecoder {

    @Override
    public boolean fits(Fields document) {
        return document.has("ruleId") && document.has("metricData");
    }

    @Override
    public Told read(Fields document) throws NotUnderstood {
        var content = JsonNodeFactory.instance.objectNode();
        document.hint("curLevel").ifPresent(level -> content.put("status", level));
        onlyInstance(document).ifPresent(instance -> content.put("instanceId", instance));
        return new Told(
                Envelope.METRIC_ALERT,
                Optional.empty(),
                Optional.empty(),
                document.text("eventName").orElse("Alert"),
                product(document.hint("namespace")),
                document.hint("curLevel"),
                document.id("userId"),
                document.text("regionId"),
                Optional.empty(),
                document.hint("instanceName"),
                document.hint("time", "timestamp"),
                new Fields(content, ""));
    }

    /** The instance, where the alert is about one and not about several. */
    private static Optional<String> onlyInstance(Fields document) {
        var resources = document.object().path("resources");
        if (resources.isTextual()) {
            try {
                resources = Json.read(resources.textValue());
            } catch (NotUnderstood e) {
                return Optional.empty();
            }
        }
        JsonNode only = resources.isArray() && resources.size() == 1 ? resources.get(0) : resources;
        return Optional.ofNullable(only.path("instanceId").textValue());
    }

    /** {@code acs_ecs_dashboard} is the name space of ECS. */
    private static String product(Optional<String> namespace) {
        return namespace
                .map(text -> text.split("_", 3))
                .filter(parts -> parts.length == 3 && parts[0].equals("acs") && !parts[1].isEmpty())
                .map(parts -> parts[1].toUpperCase(Locale.ROOT))
                .orElse("UNKNOWN");
    }
}
