package io.ecslifeguard.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecslifeguard.journal.Notification;
import io.ecslifeguard.journal.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Sends a destination the next message, where there is one to send and nobody else is at it. */
@ApplicationScoped
class Courier {

    static final int MOST_NOTICES = 20;

    private static final Logger LOG = Logger.getLogger(Courier.class);
    /** Beyond the webhook's own time: what the journal may take. */
    private static final Duration BEYOND_THE_POST = Duration.ofSeconds(20);

    private final NotifyConfig config;
    private final Outbox outbox;
    private final Webhooks webhooks;
    private final GenericJson genericJson;
    private final DingTalk dingTalk;
    private final Clock clock;

    Courier(NotifyConfig config, Outbox outbox, Webhooks webhooks, Wording wording, ObjectMapper json, Clock clock) {
        this.config = config;
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.genericJson = new GenericJson(wording, json);
        this.dingTalk = new DingTalk(wording);
        this.clock = clock;
    }

    /** Sends at most one message; fails only where the journal does. */
    Uni<Void> serve(Destination destination) {
        // Its own for each try: two attempts of one replica must not be taken for the same sender.
        var sender = UUID.randomUUID().toString();
        return outbox.take(destination.name(), sender, config.timeout().plus(BEYOND_THE_POST))
                .chain(taken ->
                        taken ? serve(destination, sender) : Uni.createFrom().voidItem());
    }

    private Uni<Void> serve(Destination destination, String sender) {
        return outbox.next(destination.name(), MOST_NOTICES, config.instanceInterval(), destination.spacing())
                .chain(next -> next.isEmpty()
                        ? outbox.giveBack(destination.name(), sender)
                        : send(destination, sender, next.get()));
    }

    private Uni<Void> send(Destination destination, String sender, Notification message) {
        return webhooks.post(destination, post(destination, message))
                .map(posted -> Optional.<NotTold>empty())
                // No reason to fail: it is tried again, and the journal keeps when.
                .onFailure(NotTold.class)
                .recoverWithItem(failure -> Optional.of((NotTold) failure))
                .chain(failure -> failure.isEmpty()
                        ? outbox.sent(message.id(), destination.name(), sender)
                        : failed(destination, sender, message, failure.get().getMessage()));
    }

    private Post post(Destination destination, Notification message) {
        return switch (destination.form()) {
            case JSON -> genericJson.post(message, destination.secret(), clock.instant());
            case DINGTALK -> dingTalk.post(message, destination.secret(), clock.instant());
        };
    }

    private Uni<Void> failed(Destination destination, String sender, Notification message, String problem) {
        return outbox.failed(
                        message.id(),
                        destination.name(),
                        sender,
                        problem,
                        config.firstWait(),
                        config.longestWait(),
                        config.patience())
                .invoke(failure -> tell(message, problem, failure))
                .replaceWithVoid();
    }

    private void tell(Notification message, String problem, Outbox.Failure failure) {
        if (failure.givenUp()) {
            LOG.errorf(
                    "Message %s with %d notices is given up after %s (lifeguard.notify.patience): %s",
                    message.id(), message.items().size(), config.patience(), problem);
        } else if (failure.inARow() == 1) {
            LOG.warnf(
                    "Message %s with %d notices is tried again: %s",
                    message.id(), message.items().size(), problem);
        }
    }
}
