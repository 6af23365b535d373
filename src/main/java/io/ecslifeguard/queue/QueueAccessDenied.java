package io.ecslifeguard.queue;

/** The credentials are missing, wrong, or not allowed to do this. */
final class QueueAccessDenied extends QueueException {

    QueueAccessDenied(String queue, String code, String message, Throwable cause) {
        super(queue, code, message, cause);
    }

    @Override
    public boolean needsOperator() {
        return true;
    }
}
