package io.ecslifeguard.queue;

import java.util.List;
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

    /** Every {@link #knownCode}. */
    public static final List<String> KNOWN_CODES = List.of(
            "QueueNotExist",
            "AccessDenied",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "TimeExpired",
            "TooManyRequests",
            "QpsLimitExceeded",
            "InternalError",
            "InternalServerError",
            "ServiceUnavailable",
            "NoCredentials",
            "NoAnswer",
            "Closed",
            "Other");

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

    /** The code to count it by: the vendor has many, and may invent others. */
    public String knownCode() {
        if (this instanceof QueueRefused) {
            return "Other";
        }
        if (this instanceof QueueClosed) {
            return "Closed";
        }
        return code().filter(told -> !told.isEmpty())
                .orElse(this instanceof QueueAccessDenied ? "NoCredentials" : "NoAnswer");
    }

    /** Whether it stays like this until somebody changes something: an alarm, and no reason to ask again soon. */
    public abstract boolean needsOperator();
}
