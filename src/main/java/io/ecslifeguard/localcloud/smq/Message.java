package io.ecslifeguard.localcloud.smq;

import java.util.Comparator;

/** A message in a queue; times in milliseconds. */
final class Message {

    enum State {
        DELAYED,
        ACTIVE,
        INACTIVE,
        GONE
    }

    /** What a sender gives. Properties are kept as XML elements, ready to be written. */
    record Draft(
            String body, Integer delay, int priority, String groupId, String userProperties, String systemProperties) {

        static final int DEFAULT_PRIORITY = 8;

        Draft(String body) {
            this(body, null, DEFAULT_PRIORITY, null, "", "");
        }
    }

    static final Comparator<Message> BY_TIME = Comparator.<Message>comparingLong(message -> message.visibleAt)
            .thenComparingLong(message -> message.number);
    static final Comparator<Message> BY_EXPIRY = Comparator.<Message>comparingLong(message -> message.expiresAt)
            .thenComparingLong(message -> message.number);

    final long number;
    final String id;
    final String md5;
    final Draft draft;
    final int bytes;
    final long enqueuedAt;
    final long expiresAt;

    State state;
    long visibleAt;
    long firstDequeuedAt;
    int dequeueCount;
    /** Counts receives and changes of visibility: only the newest handle is good. */
    int handleNumber;

    Message(long number, String id, String md5, Draft draft, int bytes, long enqueuedAt, long expiresAt) {
        this.number = number;
        this.id = id;
        this.md5 = md5;
        this.draft = draft;
        this.bytes = bytes;
        this.enqueuedAt = enqueuedAt;
        this.expiresAt = expiresAt;
    }
}
