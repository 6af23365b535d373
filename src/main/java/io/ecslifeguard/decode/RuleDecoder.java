package io.ecslifeguard.decode;

import io.ecslifeguard.event.Envelope;
import java.util.Optional;

/**
 * The event of a classic CloudMonitor rule.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/143663">Overview of ECS events</a>
 */
final class RuleDecoder implements EnvelopeDecoder {

    @Override
    public boolean fits(Fields document) {
        return document.has("name") && document.has("content");
    }

    @Override
    public Told read(Fields document) throws NotUnderstood {
        var name = document.text("name").orElseThrow(() -> new NotUnderstood("Field \"name\" is empty"));
        var resource = document.text("resourceId");
        var product = Products.of(document.text("product", "serviceType"), resource, name);
        var content = document.content("content", product);
        return new Told(
                Envelope.CLOUDMONITOR_RULE,
                Optional.empty(),
                document.id("id"),
                name,
                product,
                document.hint("level", "curLevel"),
                document.id("userId"),
                document.text("regionId"),
                resource,
                content.hint("instanceName", "ecsInstanceName").or(() -> document.hint("instanceName")),
                document.hint("eventTime"),
                content);
    }
}
