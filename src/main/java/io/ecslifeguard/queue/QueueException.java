package io.ecslifeguard.queue;

import java.util.Optional;

/** Why a call to SMQ failed, in a sentence for the operator. The subclass is the meaning. */
public abstract sealed class QueueException extends RuntimeException
        permits ClockSkewed,
                QueueAccessDenied,
                QueueClosed,
                QueueNotFound,
                QueueRefused,
                QueueThrottled,
                QueueUnavailable {

    private final String queue;
    private final String code;

    QueueException(String queue, String code, String message, Throwable cause) {
        super(message, cause);
        this.queue = queue;
        this.code = code;
    }

    /** The name of the queue. */
    public String queue() {
        return queue;
    }

    /** The vendor's error code, where there was an answer. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** Whether it stays like this until somebody changes something: an alarm, and no reason to ask again soon. */
    public abstract boolean needsOperator();
}
