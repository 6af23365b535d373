package io.ecslifeguard.dispatch;

import io.ecslifeguard.event.Header;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Claimed;
import io.ecslifeguard.journal.Entry;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.MDC;

/**
 * What lines are about, as fields of their own beside the text. Fields belong to the Vert.x context where it is somebody's
 * own, as an attempt's is, and to the thread where there is none. On a context that others use too they would be lost; so
 * lines get one of their own there.
 */
final class LogFields implements AutoCloseable {

    private final Map<String, Object> before = new HashMap<>();
    private final ContextInternal own;
    private final ContextInternal shared;

    private LogFields(Map<String, String> fields) {
        var current = Vertx.currentContext();
        if (current == null || VertxContext.isDuplicatedContext(current)) {
            own = null;
            shared = null;
        } else {
            own = (ContextInternal) VertxContext.createNewDuplicatedContext(current);
            shared = own.beginDispatch();
        }
        fields.forEach((key, value) -> {
            before.put(key, MDC.get(key));
            MDC.put(key, value);
        });
    }

    /** For the lines until it is closed. */
    static LogFields of(Entry.Happened happened) {
        var fields = event(happened.event().header());
        fields.put("messageId", happened.source().messageId());
        fields.put("queue", happened.source().queue());
        return new LogFields(fields);
    }

    /** For the lines until it is closed. */
    static LogFields of(Entry.Parked parked) {
        return new LogFields(Map.of(
                "messageId", parked.source().messageId(),
                "queue", parked.source().queue()));
    }

    /** For the lines until it is closed. */
    static LogFields of(Claimed claimed) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("reaction", claimed.name());
        fields.put("reactionId", Long.toString(claimed.id()));
        fields.put("attempt", Integer.toString(claimed.attempt()));
        claimed.instance().ifPresent(instance -> fields.put("instanceId", instance));
        claimed.messageId().ifPresent(message -> fields.put("messageId", message));
        return new LogFields(fields);
    }

    /** For all further lines of an attempt, whose context ends with it. */
    static void attempting(Claimed claimed) {
        var unused = of(claimed);
    }

    /** What called for the attempt, for all its further lines. */
    static void calledForBy(Header header) {
        event(header).forEach(MDC::put);
    }

    @Override
    public void close() {
        if (own != null) {
            own.endDispatch(shared);
            return;
        }
        before.forEach((key, value) -> {
            if (value == null) {
                MDC.remove(key);
            } else {
                MDC.put(key, value);
            }
        });
    }

    private static Map<String, String> event(Header header) {
        var fields = new LinkedHashMap<String, String>();
        header.id().ifPresent(id -> fields.put("eventId", id));
        header.instance().map(InstanceId::value).ifPresent(instance -> fields.put("instanceId", instance));
        return fields;
    }
}
