package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The message that told of something.
 *
 * @param queue the queue that it was received from
 * @param messageId SMQ's id of it
 * @param enqueuedAt when it was put on the queue
 * @param body its body as it was received
 * @param dequeueCount how often it has been received, this time included
 */
public record Source(String queue, String messageId, Instant enqueuedAt, int dequeueCount, String body) {

    public Source {
        requireNonNull(queue, "queue");
        requireNonNull(messageId, "messageId");
        requireNonNull(enqueuedAt, "enqueuedAt");
        requireNonNull(body, "body");
    }
}
