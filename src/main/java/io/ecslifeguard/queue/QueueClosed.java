package io.ecslifeguard.queue;

/** The service is stopping: no call is made any more. */
final class QueueClosed extends QueueException {

    QueueClosed(String queue, String code, String message, Throwable cause) {
        super(queue, code, message, cause);
    }

    @Override
    public boolean needsOperator() {
        return false;
    }
}
