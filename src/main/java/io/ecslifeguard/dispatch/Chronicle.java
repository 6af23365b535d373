package io.ecslifeguard.dispatch;

import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.InstanceStateChanged;
import io.ecslifeguard.event.SpotInterruption;
import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Recorded;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Tells the log what the queue told: one line for each event that was not known before, with its ids. */
@ApplicationScoped
class Chronicle {

    private static final Logger LOG = Logger.getLogger("io.ecslifeguard.events");

    void tell(List<Entry> page, Recorded recorded) {
        for (var entry : page) {
            if (entry instanceof Entry.Parked parked) {
                try (var fields = LogFields.of(parked)) {
                    LOG.warnf(
                            "Message %s of queue %s is in quarantine: %s",
                            parked.source().messageId(), parked.source().queue(), parked.reason());
                }
            } else if (entry instanceof Entry.Happened happened
                    && recorded.fresh().contains(happened.event().header().key())) {
                try (var fields = LogFields.of(happened)) {
                    LOG.info(line(happened));
                }
            }
        }
    }

    private static String line(Entry.Happened happened) {
        var event = happened.event();
        var header = event.header();
        var what = event instanceof InstanceStateChanged change
                ? "is " + change.state()
                : event instanceof SpotInterruption ? "will be reclaimed" : header.name();
        var whose = header.instance().map(InstanceId::value).orElse(header.product());
        var name = header.instanceName().map(known -> " (" + known + ")").orElse("");
        return "%s%s %s since %s [event %s, message %s of %s]"
                .formatted(
                        whose,
                        name,
                        what,
                        happened.occurredAt(),
                        header.id().orElse("without id"),
                        happened.source().messageId(),
                        happened.source().queue());
    }
}
