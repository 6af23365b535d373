package io.ecslifeguard.queue;

/** Too many requests, or too many messages received and not deleted; a later call will do. */
final class QueueThrottled extends QueueException {

    QueueThrottled(String queue, String code, String message, Throwable cause) {
        super(queue, code, message, cause);
    }

    @Override
    public boolean needsOperator() {
        return false;
    }
}
