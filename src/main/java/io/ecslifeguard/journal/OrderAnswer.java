package io.ecslifeguard.journal;

import io.ecslifeguard.event.InstanceId;
import java.time.Duration;
import java.util.Optional;

/**
 * What came of an order that was placed.
 *
 * @param code {@code OK}, the vendor's error code, or what kept an answer from coming
 * @param pause how long it is not to be placed again, where it is still open
 */
public record OrderAnswer(
        Order.Status status,
        String code,
        Optional<String> message,
        Optional<String> requestId,
        Optional<InstanceId> instance,
        Duration pause) {

    /** The instance was bought. */
    public static OrderAnswer bought(InstanceId instance, String code, Optional<String> requestId) {
        return new OrderAnswer(
                Order.Status.BOUGHT, code, Optional.empty(), requestId, Optional.of(instance), Duration.ZERO);
    }

    /** Nothing was bought. */
    public static OrderAnswer nothing(
            Order.Status status, String code, String message, Optional<String> requestId, Duration pause) {
        return new OrderAnswer(status, code, Optional.of(message), requestId, Optional.empty(), pause);
    }

    /** NUL is the one character that PostgreSQL does not take. */
    public OrderAnswer {
        code = code.replace('\u0000', '\uFFFD');
        message = message.map(text -> text.replace('\u0000', '\uFFFD'));
        requestId = requestId.map(text -> text.replace('\u0000', '\uFFFD'));
    }
}
