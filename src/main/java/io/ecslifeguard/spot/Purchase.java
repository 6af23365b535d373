package io.ecslifeguard.spot;

import io.ecslifeguard.event.InstanceId;
import java.time.Duration;

/** What came of one step of buying a replacement. Notes and reasons are full sentences for the operator. */
sealed interface Purchase {

    /** The replacement has been bought; whether it runs is for {@link Purchasing#look} to tell. */
    record Bought(InstanceId instance, String note) implements Purchase {}

    /** There is more to do, after a while. */
    record Waiting(Duration after, String note) implements Purchase {}

    /** Given up. */
    record Refused(String why) implements Purchase {}

    /** The order was recorded, and not placed. */
    record DryRun(String note) implements Purchase {}

    /** It is not to be replaced. */
    record Unneeded(String why) implements Purchase {}
}
