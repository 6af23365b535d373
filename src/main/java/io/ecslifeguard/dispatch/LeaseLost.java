package io.ecslifeguard.dispatch;

/** Another replica has taken a reaction over, since this one did not finish within its lease. Nothing more may be done. */
final class LeaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLost(long reaction) {
        super("The lease of reaction " + reaction + " has passed to another replica");
    }
}
