package io.ecslifeguard.queue;

/** There was no usable answer: the network, the endpoint or the service; a later call may do. */
final class QueueUnavailable extends QueueException {

    QueueUnavailable(String queue, String code, String message, Throwable cause) {
        super(queue, code, message, cause);
    }

    @Override
    public boolean needsOperator() {
        return false;
    }
}
