package io.ecslifeguard.localcloud;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.EventSink;
import io.ecslifeguard.localcloud.smq.Queues;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CloudMonitor's rules: which events go to which queue. */
final class EventQueues implements EventSink {

    private final Queues queues;
    /** Text that an event must contain, by queue. */
    private final Map<String, String> rules = new LinkedHashMap<>();

    EventQueues(Queues queues, List<String> rules) {
        this.queues = queues;
        for (var rule : rules) {
            var at = rule.indexOf('=');
            var name = at < 0 ? rule : rule.substring(0, at);
            this.rules.put(name, at < 0 ? "" : rule.substring(at + 1));
            queues.ensure(name);
        }
    }

    @Override
    public void put(String body) {
        var text = decoded(body);
        rules.forEach((queue, wanted) -> {
            if (text.contains(wanted)) {
                try {
                    var ignored = queues.send(queue, body);
                } catch (ApiError e) {
                    // as CloudMonitor: a queue that is gone or full loses the event, and nobody is told
                    System.getLogger(EventQueues.class.getName())
                            .log(
                                    System.Logger.Level.WARNING,
                                    "An event did not reach queue " + queue + ": " + e.getMessage());
                }
            }
        });
    }

    private static String decoded(String body) {
        try {
            return new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8) + body;
        } catch (IllegalArgumentException e) {
            return body;
        }
    }
}
