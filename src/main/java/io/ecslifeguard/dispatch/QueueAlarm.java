package io.ecslifeguard.dispatch;

import io.ecslifeguard.journal.Notice;
import io.ecslifeguard.journal.Notices;
import io.ecslifeguard.queue.QueueException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Tells operators, once an hour, of a queue that refuses the service until somebody changes something. */
@ApplicationScoped
class QueueAlarm {

    private static final Logger LOG = Logger.getLogger(QueueAlarm.class);

    private final Notices notices;
    private final Clock clock;

    QueueAlarm(Notices notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
    }

    /** Records the notice of a failed poll where the failure calls for one; never fails. */
    Uni<Void> tell(Throwable failure) {
        return tell("", "cannot be polled, so nothing that it holds is seen", failure);
    }

    /** As {@link #tell(Throwable)}, of a failed delete. */
    Uni<Void> tellUndeleted(Throwable failure) {
        return tell(
                "undeleted/",
                "cannot be deleted from, so what is recorded comes back again and again, and SMQ throttles the queue in"
                        + " the end",
                failure);
    }

    private Uni<Void> tell(String topic, String what, Throwable failure) {
        if (!(failure instanceof QueueException refused) || !refused.needsOperator()) {
            return Uni.createFrom().voidItem();
        }
        var hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
        var notice = Notice.once(
                "queue/" + refused.queue() + "/" + topic + hour,
                Notice.Kind.ACCESS_DENIED,
                "Queue " + refused.queue() + " " + what + ": " + refused.getMessage());
        return notices.tell(notice)
                // The queue goes on refusing, so the next call tells it.
                .onFailure()
                .invoke(cannot ->
                        LOG.warnf("Operators cannot be told of queue %s yet: %s", refused.queue(), cannot.getMessage()))
                .onFailure()
                .recoverWithItem(false)
                .replaceWithVoid();
    }
}
