package io.ecslifeguard.cloud;

/** What a failed call means for the one who made it, whatever the vendor's code. */
public enum Meaning {
    /** What the call is about does not exist, or does not exist any more. */
    NOT_FOUND,
    /** The instance is in a state in which this cannot be done: look at it again. */
    WRONG_STATE,
    /** Something else is being done with it; passes by itself within seconds. */
    BUSY,
    /** Too many calls; passes by itself within a minute. */
    THROTTLED,
    /** A backend cannot be attached before its instance runs. */
    NOT_RUNNING,
    /** The credentials are missing, or are not allowed to do this. */
    DENIED,
    /** The credentials are wrong or expired, or the clock is. */
    SIGNATURE,
    /** The platform has locked it. */
    LOCKED,
    /** Somebody has to pay first. */
    MONEY,
    /** This zone, type or vSwitch has none left, does not sell it, or has no address for it: another one may. */
    NO_STOCK,
    /** The price limit of a spot instance to be bought is below the market's price. */
    PRICE_LIMIT,
    /** A limit of the account is reached. */
    QUOTA,
    /** It will be refused until somebody changes something. */
    INVALID,
    /** The service failed, or could not be reached: the call was not made, or not answered as it should. */
    UNAVAILABLE,
    /** Nothing that can be read came back: the call may have had its effect or not. */
    NO_ANSWER,
    /** Too many calls wait in this process already: this one was not made. */
    OVERLOADED,
    /** A code that is not known here. */
    UNKNOWN;

    /** Whether it may well succeed when it is tried again later, without anybody doing anything. */
    public boolean passes() {
        return switch (this) {
            case BUSY, THROTTLED, NOT_RUNNING, NO_STOCK, PRICE_LIMIT, UNAVAILABLE, NO_ANSWER, OVERLOADED -> true;
            default -> false;
        };
    }
}
