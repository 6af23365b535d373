package io.ecslifeguard.queue;

/** The clock of this machine is so far off that no signature is accepted. */
final class ClockSkewed extends QueueException {

    ClockSkewed(String queue, String code, String message, Throwable cause) {
        super(queue, code, message, cause);
    }

    @Override
    public boolean needsOperator() {
        return true;
    }
}
