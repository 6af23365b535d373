package io.ecslifeguard.dispatch;

import io.ecslifeguard.queue.ReceivedMessage;
import io.ecslifeguard.tracing.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The traces of a page's messages, one for each: from its receipt until it is deleted, and within that the commit. */
final class PageTraces {

    private static final PageTraces NONE = new PageTraces(List.of());

    private final Map<String, Trace> receipts = new HashMap<>();
    private List<Trace> commits = List.of();

    private PageTraces(List<ReceivedMessage> page) {
        for (var message : page) {
            var receipt = Trace.received("receive " + message.queue())
                    .with("messaging.destination.name", message.queue())
                    .with("messaging.message.id", message.messageId());
            // one that is received twice in a page is told of once
            if (receipts.putIfAbsent(message.messageId(), receipt) != null) {
                receipt.end();
            }
        }
    }

    static PageTraces of(List<ReceivedMessage> page) {
        return Trace.isOn() ? new PageTraces(page) : NONE;
    }

    /** By which what this message calls for continues its trace. */
    Optional<String> traceparent(ReceivedMessage message) {
        return Optional.ofNullable(receipts.get(message.messageId())).flatMap(Trace::traceparent);
    }

    void committing() {
        commits = receipts.values().stream()
                .map(receipt -> receipt.child("commit"))
                .toList();
    }

    void committed() {
        commits.forEach(Trace::end);
    }

    void ended() {
        receipts.values().forEach(Trace::end);
    }
}
