package io.ecslifeguard.localcloud.ecs;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How the local cloud's instances behave. All of it can be changed while it runs, through the control part
 * {@code settings}.
 *
 * @param pending from created to Starting
 * @param starting from Starting to Running
 * @param stopping from Stopping to Stopped
 * @param releasing from the call that deletes a stopped instance until it is gone
 * @param rebootTellsStopped whether a reboot sends a Stopped event between Stopping and Starting
 * @param spotNotice from the notice of an interruption to the release
 * @param spotStop from the notice of an interruption until the instance is locked as {@code Recycling} and stopped; of a
 *     notice not longer than this, four fifths of it
 * @param configuring how long a load balancer refuses changes after a change; zero: it does not
 * @param groupsByServer whether DescribeLoadBalancers finds by ServerId what is in vServer groups too, and not only in
 *     the default group
 * @param envelope the form of events
 * @param topic whether they take the way over a topic
 * @param encoding what of them is base64
 * @param maxInstances how many instances there can be; more are refused with {@code QuotaExceed.ElasticQuota}
 */
public record FleetOptions(
        Duration pending,
        Duration starting,
        Duration stopping,
        Duration releasing,
        boolean rebootTellsStopped,
        Duration spotNotice,
        Duration spotStop,
        Duration configuring,
        boolean groupsByServer,
        Envelope envelope,
        Topic topic,
        Encoding encoding,
        int maxInstances) {

    public FleetOptions {
        notNegative("pending", pending);
        notNegative("starting", starting);
        notNegative("stopping", stopping);
        notNegative("releasing", releasing);
        notNegative("spotNotice", spotNotice);
        notNegative("spotStop", spotStop);
        notNegative("configuring", configuring);
        requireNonNull(envelope, "envelope");
        requireNonNull(topic, "topic");
        requireNonNull(encoding, "encoding");
        if (maxInstances < 1 || maxInstances > 100_000) {
            throw new IllegalArgumentException("maxInstances is a number from 1 to 100000");
        }
    }

    /** A second for each step, five minutes of notice, CloudMonitor's classic events in base64. */
    public static FleetOptions defaults() {
        var second = Duration.ofSeconds(1);
        return new FleetOptions(
                second,
                second,
                second,
                second,
                false,
                Duration.ofMinutes(5),
                Duration.ofMinutes(4),
                Duration.ZERO,
                false,
                Envelope.RULE,
                Topic.NONE,
                Encoding.BASE64,
                20_000);
    }

    /** The same with {@code delay} for each step from one state to the next. */
    public FleetOptions withStateDelay(Duration delay) {
        return new FleetOptions(
                delay,
                delay,
                delay,
                delay,
                rebootTellsStopped,
                spotNotice,
                spotStop,
                configuring,
                groupsByServer,
                envelope,
                topic,
                encoding,
                maxInstances);
    }

    private static void notNegative(String name, Duration duration) {
        requireNonNull(duration, name);
        if (duration.isNegative() || duration.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException(name + " is a time from 0 to 30 days");
        }
    }
}
