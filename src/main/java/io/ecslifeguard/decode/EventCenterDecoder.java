package io.ecslifeguard.decode;

import io.ecslifeguard.event.Envelope;
import java.util.Optional;

/**
 * The event of a CloudMonitor Event Center subscription. Any object in it may be given as a text of JSON.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/cms/cloudmonitor-1-0/user-guide/configure-callbacks-for-system-event-triggered-alerts-recommended">Callbacks
 *     of event subscriptions</a>
 */
final class EventCenterDecoder implements EnvelopeDecoder {

    @Override
    public boolean fits(Fields document) {
        return document.has("alert") && document.has("subscription");
    }

    @Override
    public Told read(Fields document) throws NotUnderstood {
        var alert = document.object("alert");
        var meta = alert.object("meta").object("sysEventMeta");
        var name = first(meta.text("name", "eventNameEn"), alert.text("eventName"))
                .orElseThrow(() -> new NotUnderstood("Field \"alert\" names no event: neither"
                        + " \"alert.meta.sysEventMeta.name\" nor \"alert.eventName\" is there"));
        var resource = first(meta.text("resourceId"), alert.text("arn"));
        var product = Products.of(first(meta.text("product"), alert.text("product")), resource, name);
        var map = alert.content("eventContentMap", product);
        var content = map.object().isEmpty() ? alert.content("eventRawContent", product) : map;
        return new Told(
                Envelope.EVENT_CENTER,
                Optional.empty(),
                first(meta.id("id"), alert.id("traceId", "dedupId")),
                name,
                product,
                first(meta.hint("level"), alert.hint("severity")).or(() -> document.hint("severity")),
                first(alert.id("userId"), document.id("userId")),
                meta.text("regionId", "regionNameEn"),
                resource,
                content.hint("instanceName", "ecsInstanceName").or(() -> meta.hint("instanceName")),
                first(meta.hint("eventTime"), alert.hint("timestamp")).or(() -> document.hint("time")),
                content);
    }

    private static Optional<String> first(Optional<String> preferred, Optional<String> other) {
        return preferred.or(() -> other);
    }
}
