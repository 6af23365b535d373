package io.ecslifeguard.queue;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A message that was received and not deleted yet.
 *
 * @param queue the name of the queue that it came from
 * @param messageId the same however often the message is received
 * @param receiptHandle what it is deleted by; good until {@code nextVisibleAt} and only for this receipt
 * @param body the text as it was sent: mostly base64, not decoded
 * @param enqueuedAt when it was put on the queue
 * @param nextVisibleAt when it comes back unless it is deleted before
 * @param dequeueCount how often it was received, this time included
 * @see <a href="https://www.alibabacloud.com/help/en/mns/developer-reference/batchreceivemessage">BatchReceiveMessage</a>
 */
public record ReceivedMessage(
        String queue,
        String messageId,
        String receiptHandle,
        String body,
        Instant enqueuedAt,
        Instant nextVisibleAt,
        int dequeueCount) {

    public ReceivedMessage {
        requireNonNull(queue, "queue");
        requireNonNull(messageId, "messageId");
        requireNonNull(receiptHandle, "receiptHandle");
        requireNonNull(body, "body");
        requireNonNull(enqueuedAt, "enqueuedAt");
        requireNonNull(nextVisibleAt, "nextVisibleAt");
    }
}
