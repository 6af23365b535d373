package io.ecslifeguard.cloud;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Whose ECS and SLB this service looks after, and how it calls them. */
@ConfigMapping(prefix = "lifeguard.cloud")
public interface CloudConfig {

    /** The region of the instances and load balancers, such as {@code cn-hangzhou}. Must be set. */
    Optional<String> region();

    /**
     * The id of the Alibaba Cloud account. Where it is set, events of other accounts are recorded and not acted on;
     * where not, the account of an event is not looked at.
     */
    Optional<String> account();

    /** Whether calls with an effect are only recorded and not made. Reads are made, so all that follows is real. */
    @WithDefault("false")
    boolean dryRun();

    /**
     * Where ECS answers, as a host or a URL; {@code ecs.<region>.aliyuncs.com} by default. In a VPC without a way out,
     * {@code ecs-vpc.<region>.aliyuncs.com}.
     */
    Optional<String> ecsEndpoint();

    /** Where SLB answers, as a host or a URL; {@code slb.<region>.aliyuncs.com} by default. */
    Optional<String> slbEndpoint();

    /** How long to wait for a connection. Less gives up on a slow network, more holds a thread when the cloud is dead. */
    @WithDefault("5s")
    Duration connectTimeout();

    /**
     * How long to wait for an answer. Less gives up on calls that were about to succeed (and an answer that is not seen
     * costs another look), more holds a thread longer when the cloud hangs.
     */
    @WithDefault("10s")
    Duration readTimeout();

    /**
     * Threads that make calls, and so the calls that are made at the same time, 1 to 64. More drain a burst faster and
     * meet the cloud's throttling sooner.
     */
    @WithDefault("8")
    int threads();

    /** Calls that may wait for a thread, 1 to 10000. One more fails at once as overloaded, and is tried again later. */
    @WithDefault("256")
    int queue();

    /**
     * How often a call that may be repeated is made at most, 1 to 20. More ride out a longer throttling or a busier
     * load balancer; fewer give the reaction its turn sooner.
     */
    @WithDefault("5")
    int attempts();

    /** The pause before the second attempt; doubled for each further one, with up to half of it at random. */
    @WithDefault("500ms")
    Duration backOff();

    /** The longest pause between attempts. */
    @WithDefault("5s")
    Duration maxBackOff();

    /**
     * The time for a call with all its attempts and pauses: no attempt begins later. What it waits for its slot (see
     * pace) does not count. Must be well below the lease of a reaction, since a reaction may make several calls.
     */
    @WithDefault("25s")
    Duration budget();

    /**
     * A URL that answers with credentials, instead of the default chain (system properties, environment, RRSA, profile
     * files, the instance's RAM role).
     */
    Optional<String> credentialsUri();

    /** How often the APIs are called at most. */
    Quotas pace();

    /**
     * The account's quotas, which all replicas keep to together. The vendor publishes about 90 calls a minute for SLB's
     * changing APIs, and shows what counts for an account in Quota Center.
     */
    interface Quotas {

        /** Whether calls are spaced at all. Where not, a burst is throttled by the cloud, which costs a minute. */
        @WithDefault("true")
        boolean enabled();

        /**
         * Calls in 60 seconds of each API that changes something, 1 to 100000. More than the account's quota are refused
         * for the rest of the minute; fewer make a storm of interruptions take longer.
         */
        @WithDefault("90")
        int changes();

        /** Calls in 60 seconds of each API that only reads, 1 to 100000. The same holds. */
        @WithDefault("600")
        int reads();

        /**
         * Calls in 60 seconds of single APIs, by action such as {@code RunInstances} (in any case), where theirs is
         * another quota.
         */
        Map<String, Integer> apis();
    }
}
