package io.ecslifeguard.decode;

import io.ecslifeguard.event.Decoded;
import io.ecslifeguard.event.Unrecognized;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.TreeSet;

/**
 * Decodes message bodies to events. Safe for use by many threads.
 *
 * <p>What an event's {@link io.ecslifeguard.event.Header#payload() payload} holds decodes to an equal event again.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/143663">Overview of ECS events</a>
 */
@ApplicationScoped
public final class Decoder {

    private static final int LONGEST_REASON = 500;

    /** In the order in which they are tried: what is more specific comes first. */
    private static final List<EnvelopeDecoder> ENVELOPES =
            List.of(new EventCenterDecoder(), new CloudEventDecoder(), new RuleDecoder(), new MetricAlertDecoder());

    /**
     * The event in a message. Throws nothing, whatever the body.
     *
     * @param body the message body as received, raw or base64
     * @param messageId the message's id: the key of events that have no id of their own
     * @return an {@link io.ecslifeguard.event.EcsEvent EcsEvent}, or {@link Unrecognized} with the reason
     */
    public Decoded decode(String body, String messageId) {
        try {
            return understand(body == null ? "" : body, messageId == null ? "" : messageId);
        } catch (NotUnderstood e) {
            return unrecognized(e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            // a mistake in here must not stop the stream: the message goes to quarantine and can be replayed
            return unrecognized("The decoder failed, please report it: " + e);
        }
    }

    private static Decoded understand(String body, String messageId) throws NotUnderstood {
        var document = Unwrapping.unwrap(body);
        for (var envelope : ENVELOPES) {
            if (envelope.fits(document.fields())) {
                var headers = new Headers(Texts.storable(messageId.strip()), document.text());
                return Kinds.build(envelope.read(document.fields()), headers);
            }
        }
        var names = new TreeSet<String>();
        document.fields().object().fieldNames().forEachRemaining(names::add);
        throw new NotUnderstood("The JSON document is no event that is known: neither \"name\" and \"content\" nor"
                + " \"alert\" and \"subscription\" nor \"specversion\" and \"type\" nor \"ruleId\" and \"metricData\""
                + " are there, only " + names);
    }

    private static Unrecognized unrecognized(String reason) {
        return new Unrecognized(Texts.cut(Texts.storable(reason.replaceAll("\\s+", " ")), LONGEST_REASON));
    }
}
