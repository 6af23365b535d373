package io.ecslifeguard.queue;

/** SMQ understood the request and does not accept it; the same request will not be accepted later. */
final class QueueRefused extends QueueException {

    QueueRefused(String queue, String code, String message, Throwable cause) {
        super(queue, code, message, cause);
    }

    @Override
    public boolean needsOperator() {
        return true;
    }
}
