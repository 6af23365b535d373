package io.ecslifeguard.queue;

/** There is no queue of this name. */
final class QueueNotFound extends QueueException {

    QueueNotFound(String queue, String code, String message, Throwable cause) {
        super(queue, code, message, cause);
    }

    @Override
    public boolean needsOperator() {
        return true;
    }
}
